import type { Shape } from '../../account/shape.ts';

/** What of Compute Engine's resources is read (cloud.google.com/compute/docs/reference/rest/v1). Links are as the API writes them. */
export interface Address {
  readonly name: string;
  readonly selfLink: string;
  readonly region?: string;
  readonly address?: string;
  /** RESERVING, RESERVED or IN_USE. */
  readonly status?: string;
  readonly subnetwork?: string;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The rules that use it. */
  readonly users?: readonly string[];
}

export interface ForwardingRule {
  readonly name: string;
  readonly selfLink: string;
  readonly region?: string;
  /** Reading it is a number, whatever it was made with. */
  readonly IPAddress?: string;
  /** Of a rule of Private Service Connect the service attachment. */
  readonly target?: string;
  readonly network?: string;
  readonly subnetwork?: string;
  /** Whether clients of all regions of the network may connect; missing while only those of its own region may. */
  readonly allowPscGlobalAccess?: boolean;
  /** PENDING, ACCEPTED, REJECTED, CLOSED, NEEDS_ATTENTION; missing while the rule is being made. */
  readonly pscConnectionStatus?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly labelFingerprint?: string;
}

export interface Subnetwork {
  readonly name: string;
  readonly selfLink: string;
  readonly network: string;
  readonly purpose?: string;
  readonly ipCidrRange?: string;
}

export interface Instance {
  readonly networkInterfaces?: readonly { readonly network?: string; readonly subnetwork?: string }[];
  readonly tags?: { readonly items?: readonly string[] };
  readonly serviceAccounts?: readonly { readonly email?: string }[];
}

/** A change that goes on. */
export interface Operation {
  readonly name: string;
  readonly status?: string;
  readonly error?: { readonly errors?: readonly { readonly code?: string; readonly message?: string }[] };
}

/** A firewall rule of a network. */
export interface Firewall {
  readonly name: string;
  readonly network?: string;
  /** INGRESS or EGRESS. */
  readonly direction?: string;
  readonly priority?: number;
  readonly disabled?: boolean;
  readonly destinationRanges?: readonly string[];
  readonly targetTags?: readonly string[];
  readonly targetServiceAccounts?: readonly string[];
  readonly allowed?: readonly FirewallPorts[];
  readonly denied?: readonly FirewallPorts[];
}

interface FirewallPorts {
  readonly IPProtocol?: string;
  /** Every port where it is missing. */
  readonly ports?: readonly string[];
}

/** What is read of each (resources of the same names in the API). */
export const shapes = {
  address: {
    name: 'required',
    selfLink: 'required',
    region: 'text',
    address: 'text',
    status: 'text',
    subnetwork: 'text',
    description: 'text',
    labels: 'texts',
    users: ['text'],
  },
  rule: {
    name: 'required',
    selfLink: 'required',
    region: 'text',
    IPAddress: 'text',
    target: 'text',
    network: 'text',
    subnetwork: 'text',
    allowPscGlobalAccess: 'flag',
    pscConnectionStatus: 'text',
    labels: 'texts',
    labelFingerprint: 'text',
  },
  subnetwork: { name: 'required', selfLink: 'required', network: 'required', purpose: 'text', ipCidrRange: 'text' },
  firewall: {
    name: 'required',
    network: 'text',
    direction: 'text',
    priority: 'number',
    disabled: 'flag',
    destinationRanges: ['text'],
    targetTags: ['text'],
    targetServiceAccounts: ['text'],
    allowed: [{ IPProtocol: 'text', ports: ['text'] }],
    denied: [{ IPProtocol: 'text', ports: ['text'] }],
  },
  instance: {
    networkInterfaces: [{ network: 'text', subnetwork: 'text' }],
    tags: { items: ['text'] },
    serviceAccounts: [{ email: 'text' }],
  },
  operation: { name: 'required', status: 'text', error: { errors: [{ code: 'text', message: 'text' }] } },
} as const satisfies Readonly<Record<string, Shape>>;

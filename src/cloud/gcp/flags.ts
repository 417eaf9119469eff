import { type AttachmentFlag, type CloudFlags, type FlagValues, type ValuesOf, valuesOf } from '../flags/flag.ts';
import { LEGACY_END } from './service.ts';

/** The flags that place a forwarding rule with its address, and choose the project. */
export const gcpFlags = {
  subnetwork: {
    kind: 'text',
    description:
      "Subnetwork of the endpoint's address: a self link, or a name in --gcp-project and the service's region",
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
  },
  network: {
    kind: 'text',
    description: 'VPC network of the subnetwork, a name or a self link; read from the subnetwork otherwise',
    use: 'placement',
    nodes: 'chosen',
  },
  'no-global-access': {
    kind: 'switch',
    description: "Let clients connect from the service's own region only; from all regions of the network otherwise",
    use: 'placement',
    nodes: 'given',
  },
  'legacy-until': {
    kind: 'text',
    description: `With the date ${LEGACY_END}: a new service without port mapping, which Atlas ends on that day`,
    use: 'placement',
    nodes: 'given',
    completes: [LEGACY_END],
  },
  'gcp-project': {
    kind: 'text',
    description: 'Project of the forwarding rules; that of the subnetwork or of gcloud otherwise',
    use: 'account',
  },
} as const satisfies CloudFlags;

/** What was given of them. */
export function readFlags(given: FlagValues): ValuesOf<typeof gcpFlags> {
  return valuesOf(gcpFlags, given);
}

/** What Atlas has to be told beside the id, where the rule is not looked at. */
export const attachmentFlags = {
  ip: {
    description: 'With --id: its private address',
    unseenHint: 'Atlas has to be told the address of the forwarding rule, which otherwise is read from the cloud',
  },
  'gcp-project': {
    description: gcpFlags['gcp-project'].description,
    unseenHint: 'Atlas has to be told the project that the forwarding rule is in',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;

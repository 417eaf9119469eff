/** The address of a forwarding rule. */
export interface AddressDetails {
  readonly name: string;
  readonly ipAddress: string;
  /** From `projects/` on. */
  readonly subnetwork: string;
}

/** A forwarding rule of Private Service Connect. */
export interface RuleDetails {
  readonly name: string;
  /** The service attachment, from `projects/` on. */
  readonly target: string;
  /** From `projects/` on. */
  readonly network: string;
  readonly globalAccess: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** An endpoint, as Compute Engine shows it: one rule where ports are mapped, else one for each service attachment. */
export interface GcpDetails {
  readonly cloud: 'GCP';
  readonly project: string;
  readonly region: string;
  readonly pieces: readonly { readonly address: AddressDetails; readonly rule: RuleDetails }[];
}

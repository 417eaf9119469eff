/** A place in a Pod template where a connection Secret is used. */
export interface SecretUse {
  readonly container: string;
  /** The key; undefined where the whole Secret is taken. */
  readonly key: string | undefined;
  readonly secret: string;
  /** An environment variable is fixed when the container starts; so is a file that is mounted by subPath. */
  readonly fixedAtStart: boolean;
  /** The name of the variable; undefined for a file. */
  readonly variable: string | undefined;
}

/** A workload that uses a connection Secret, by its Pod template. */
export interface ObservedWorkload {
  /** Such as `deploy/web`. */
  readonly reference: string;
  readonly namespace: string;
  readonly uses: readonly SecretUse[];
  readonly hostNetwork: boolean;
  /** When the oldest of its containers that run started, in milliseconds ago; undefined without a Pod that runs. */
  readonly startedMsAgo: number | undefined;
  /** Whether it is restarted when the Secret changes. */
  readonly reloads: boolean;
  /** Whether a command can restart it: not a Pod that nothing owns. */
  readonly restartable: boolean;
  /** The policies that restrict its egress. */
  readonly policies: readonly EgressPolicy[];
}

/** A policy that selects a workload's Pods and restricts their egress. */
export interface EgressPolicy {
  /** Such as `networkpolicy/deny-all`. */
  readonly reference: string;
  readonly kind: 'NetworkPolicy' | 'CiliumNetworkPolicy';
  readonly rules: readonly EgressRule[];
  /** Whether it has parts that are not understood here, such as rules for names. */
  readonly opaque: boolean;
}

/** What one rule of a policy lets out. */
export interface EgressRule {
  /** Networks; undefined for any destination; empty for destinations within the cluster only. */
  readonly networks: readonly string[] | undefined;
  readonly except: readonly string[];
  /** Undefined for every port. */
  readonly ports: readonly { readonly protocol: string; readonly from: number; readonly to: number }[] | undefined;
  /** Whether the rule reaches the Pods that answer DNS. */
  readonly inCluster: boolean;
}

/** Who uses the Secrets of the endpoint. */
export interface ObservedWorkloads {
  readonly using: readonly ObservedWorkload[];
  /** How many workloads were looked at. */
  readonly seen: number;
}

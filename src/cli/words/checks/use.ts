import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { limitChecks } from '../../../core/chain/links/limits.ts';
import type { stringChecks } from '../../../core/chain/links/string.ts';
import type { workloadChecks } from '../../../core/chain/links/workloads.ts';

/** What is said of policies, whoever enforces them. */
const policyWords = {
  says: {
    open: '{workload} may reach the endpoint ({policies})',
    closed: '{workload} may not reach {addresses} on TCP 1024-65535 ({policies})',
    'no-dns': '{workload} may not reach DNS ({policies})',
    opaque: 'cannot tell from the rules of {policies} whether {workload} may reach the endpoint',
    'no-address': 'cannot tell whether {workload} may reach the endpoint: its addresses are not known ({policies})',
  },
  expects: { closed: 'egress to {addresses} on TCP 1024-65535', 'no-dns': 'egress to DNS on UDP 53' },
};

export const stringWords: WordsOf<typeof stringChecks> = {
  PE500: {
    title: 'The status of the deployment lists the string',
    why: 'The operator writes the strings into the status only when it has reconciled the deployment, which may be hours after the endpoint became available.',
    fix: 'Make the operator reconcile it now: `secret NAME --refresh`.',
    says: {
      listed: 'the status of {reference} lists a string of this endpoint',
      unlisted: 'the status of {reference} lists no string of this endpoint yet',
    },
  },
  PE510: {
    title: 'The connection Secret holds the string',
    why: 'The operator does not rewrite the Secret when an endpoint becomes available, but when it next reconciles, up to three hours later. Atlas also numbers private hosts (`-pl-0`, `-psc-1`), and the number changes when a region is added or an endpoint removed; Pods notice only when they restart.',
    fix: 'Refresh the Secret, then restart what uses it.',
    says: {
      'secret-holds': 'secret/{name} ({user}){writtenMsAgo|written}',
      'secret-lacks': 'secret/{name} ({user}){writtenMsAgo|written}, lacks it',
      'secret-degenerate':
        'secret/{name} ({user}){writtenMsAgo|written}, has no connection string in {keys}: operators before 2.14 write //user:password@ where Atlas has none yet',
      'secret-untold':
        'secret/{name} ({user}){writtenMsAgo|written}, may hold it: the status of the deployment does not say',
      unreadable: '{reason}',
      'no-secret': 'there is no connection Secret yet; the operator writes one for each AtlasDatabaseUser',
    },
  },
  PE511: {
    title: 'A database user is for this cluster',
    why: 'The operator writes a Secret only for users whose scopes include the cluster.',
    fix: 'Add the cluster to `spec.scopes` of a user, or create another AtlasDatabaseUser.',
    says: { scoped: '{users} may use only other clusters, not {reference}' },
  },
  PE512: {
    title: 'Secret and status name the same hosts',
    why: 'Atlas numbers private hosts (`-pl-0`, `-psc-1`), and the number changes when a region is added or an endpoint removed. Whichever of the two is older has hosts that no longer exist; Pods notice only when they restart.',
    fix: "PE600 shows whether the Secret's host still exists; if not, have the operator write the Secret again, and restart what uses it.",
    says: {
      moved:
        'secret/{name} has {hosts}, and the status of the deployment lists other hosts for this endpoint: one of them is older',
    },
  },
};

export const workloadWords: WordsOf<typeof workloadChecks> = {
  PE700: {
    title: 'The workloads that use the Secret are known',
    why: 'You lack the permission to list Pods or workloads.',
    fix: 'Ask for the permission to list Pods, Deployments, StatefulSets, DaemonSets and CronJobs.',
    says: {
      used: 'used by {used}',
      unused: 'no workload of the namespace uses the Secret ({seen} checked)',
      unreadable: 'cannot read which workloads use the Secret: {reason}',
    },
  },
  PE701: {
    title: 'Workloads use the private string',
    why: 'The Secret also has the public string, `connectionStringStandardSrv`. With that one, a Pod leaves the private network, and Atlas refuses it unless its address is in the access list.',
    fix: 'Use the key of the private string: `secret NAME -o pod-env` prints the env section for the Pod.',
    says: {
      'private-key': '{workload} uses {key}',
      'public-key': '{workload} uses the public string: {key} of secret/{secret} in container {container}',
    },
  },
  PE702: {
    title: 'Containers have the current string',
    why: 'An environment variable, or a file mounted by subPath, is fixed when the container starts.',
    fix: 'Restart the workload, now and whenever the Secret changes.',
    says: {
      fresh: '{workload} started after secret/{secret} was last written',
      older: '{workload} started {startedMsAgo|age} ago, before secret/{secret} was written {writtenMsAgo|age} ago',
      reloads: '{workload} started before secret/{secret} was written; its reloader has not restarted it yet',
    },
  },
  PE703: {
    title: "Workloads use this endpoint's string",
    why: "The keys are numbered in Atlas's order, which can change: with several endpoints, a key may come to hold the string of another one.",
    fix: 'Use the key that the check names; `secret NAME` shows which endpoint each key belongs to.',
    says: { 'other-key': "{workload} uses {key}; this endpoint's string is {expected}" },
  },
  PE704: {
    title: 'Pods do not use the host network',
    why: 'NetworkPolicies do not select a Pod on the host network, and it has the addresses and security groups of its node.',
    fix: 'Let the nodes in too, or take the Pod off the host network.',
    says: { 'host-network': '{workload} uses the host network: rules that let only Pods in keep it out' },
  },
  PE710: {
    title: 'NetworkPolicies let Pods out to the endpoint',
    why: 'As soon as one policy restricts the egress of a Pod, everything that no policy allows is blocked, including DNS.',
    fix: 'Let TCP 1024–65535 out to the addresses of the endpoint, and UDP and TCP 53 to the DNS of the cluster.',
    ...policyWords,
  },
  PE711: {
    title: 'CiliumNetworkPolicies let Pods out to the endpoint',
    why: 'The same applies as for NetworkPolicies. Rules for names must match the names of the cloud endpoint as well as `*.mongodb.net`.',
    fix: 'Let TCP 1024–65535 out to the addresses of the endpoint (`toCIDR`), and UDP 53 to the DNS of the cluster.',
    ...policyWords,
  },
};

export const limitWords: WordsOf<typeof limitChecks> = {
  PE900: {
    title: 'The project stays within the limit of regions',
    why: 'A project may have several endpoints in one region, or one in each of several, across clouds. Only sharded clusters with regionalized endpoints may have both.',
    fix: 'Keep one endpoint in each region, or all in one.',
    says: { crowded: 'this region has several endpoints, and {regions} have some too: Atlas refuses that' },
    expects: { crowded: 'several endpoints in one region only' },
  },
};

import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { limitChecks } from '../../../core/chain/links/limits.ts';
import type { stringChecks } from '../../../core/chain/links/string.ts';
import type { workloadChecks } from '../../../core/chain/links/workloads.ts';

/** What is said of policies, whoever enforces them. */
const policyWords = {
  says: {
    open: '{workload} may reach the endpoint ({policies})',
    closed: '{workload} may not reach {addresses} on TCP 1024-65535 ({policies})',
    'no-dns': '{workload} may not ask DNS ({policies})',
    opaque: 'whether {workload} may reach the endpoint cannot be told from the rules of {policies}',
    'no-address': 'whether {workload} may reach the endpoint cannot be told: its addresses are not known ({policies})',
  },
  expects: { closed: 'egress to {addresses} on TCP 1024-65535', 'no-dns': 'egress to DNS on UDP 53' },
};

export const stringWords: WordsOf<typeof stringChecks> = {
  PE500: {
    title: 'The status of the deployment lists the string',
    why: 'The operator writes the strings into the status only when it has reconciled the deployment, which may be hours after the endpoint became available.',
    fix: 'Make it look again: `secret NAME --refresh`.',
    says: {
      listed: 'the status of {reference} lists a string of this endpoint',
      unlisted: 'the status of {reference} lists no string of this endpoint yet',
    },
  },
  PE510: {
    title: 'The connection Secret holds the string',
    why: 'The operator does not rewrite the Secret when an endpoint becomes available, but at its next look, up to three hours later. Atlas also numbers private hosts (`-pl-0`, `-psc-1`), and the number moves when a region is added or an endpoint removed; Pods notice at their next start.',
    fix: 'Refresh the Secret, then restart what uses it.',
    says: {
      'secret-holds': 'secret/{name} ({user}){writtenMsAgo|written}',
      'secret-lacks': 'secret/{name} ({user}){writtenMsAgo|written}, lacks it',
      'secret-degenerate':
        'secret/{name} ({user}){writtenMsAgo|written}, has no connection string in {keys}: operators before 2.14 write //user:password@ where Atlas has none yet',
      'secret-untold':
        'secret/{name} ({user}){writtenMsAgo|written}, may hold it: the status of the deployment does not tell',
      unreadable: '{reason}',
      'no-secret': 'there is no connection Secret yet; the operator writes one for each AtlasDatabaseUser',
    },
  },
  PE511: {
    title: 'A database user is for this cluster',
    why: 'The operator writes a Secret only for users whose scopes include the cluster.',
    fix: 'Add the cluster to `spec.scopes` of a user, or make another AtlasDatabaseUser.',
    says: { scoped: '{users} may use other clusters only, and not {reference}' },
  },
  PE512: {
    title: 'Secret and status name the same hosts',
    why: 'Atlas numbers private hosts (`-pl-0`, `-psc-1`), and the number moves when a region is added or an endpoint removed. Whichever of the two is older has hosts that no longer exist; Pods notice at their next start.',
    fix: 'See by PE600 whether the host of the Secret still exists; if not, have the operator write the Secret again, and restart what uses it.',
    says: {
      moved:
        'secret/{name} has {hosts}, and the status of the deployment lists other hosts for this endpoint: one of them is older',
    },
  },
};

export const workloadWords: WordsOf<typeof workloadChecks> = {
  PE700: {
    title: 'The workloads that use the Secret are known',
    why: 'Pods or workloads may not be listed.',
    fix: 'Ask for the permission to list Pods, Deployments, StatefulSets, DaemonSets and CronJobs.',
    says: {
      used: 'used by {used}',
      unused: 'no workload of the namespace uses the Secret ({seen} looked at)',
      unreadable: 'which workloads use the Secret may not be read: {reason}',
    },
  },
  PE701: {
    title: 'Workloads take the private string',
    why: 'The Secret also has the public string, `connectionStringStandardSrv`. Over that, a Pod leaves the private network, and Atlas refuses it unless its address is in the access list.',
    fix: 'Take the private key: `secret NAME -o pod-env` prints the part of the Pod.',
    says: {
      'private-key': '{workload} takes {key}',
      'public-key': '{workload} takes the public string: {key} of secret/{secret} in container {container}',
    },
  },
  PE702: {
    title: 'Containers have the string as it is now',
    why: 'An environment variable, and a file that is mounted by subPath, is fixed when the container starts.',
    fix: 'Restart the workload, now and whenever the Secret changes.',
    says: {
      fresh: '{workload} started after secret/{secret} was last written',
      older: '{workload} started {startedMsAgo|age} ago, before secret/{secret} was written {writtenMsAgo|age} ago',
      reloads: '{workload} started before secret/{secret} was written; what reloads it has not done so yet',
    },
  },
  PE703: {
    title: "Workloads take this endpoint's string",
    why: 'The keys are numbered in the order of Atlas, which changes: of several endpoints, a key may come to be another one’s.',
    fix: 'Take the key that is named; `secret NAME` shows whose string each key is.',
    says: { 'other-key': "{workload} takes {key}; this endpoint's string is {expected}" },
  },
  PE704: {
    title: 'Pods use the network of Pods',
    why: 'A Pod on the network of its node is not selected by policies, and has the addresses and groups of the node.',
    fix: 'Let the nodes in too, or take the Pod off the host network.',
    says: { 'host-network': '{workload} uses the network of its node: what lets only Pods in keeps it out' },
  },
  PE710: {
    title: 'NetworkPolicies let Pods out to the endpoint',
    why: 'As soon as one policy restricts the egress of a Pod, everything that none lets out is closed, DNS too.',
    fix: 'Let TCP 1024–65535 out to the addresses of the endpoint, and UDP and TCP 53 to the DNS of the cluster.',
    ...policyWords,
  },
  PE711: {
    title: 'CiliumNetworkPolicies let Pods out to the endpoint',
    why: 'As with NetworkPolicies. Rules for names have to match the names of the cloud endpoint as well as `*.mongodb.net`.',
    fix: 'Let TCP 1024–65535 out to the addresses of the endpoint (`toCIDR`), and UDP 53 to the DNS of the cluster.',
    ...policyWords,
  },
};

export const limitWords: WordsOf<typeof limitChecks> = {
  PE900: {
    title: 'The project keeps to the limit of regions',
    why: 'A project may have several endpoints in one region, or one in each of several, across clouds. Only sharded clusters with regionalized endpoints may have both.',
    fix: 'Keep one endpoint in each region, or all in one.',
    says: { crowded: 'this region has several endpoints, and {regions} have some too: Atlas refuses that' },
    expects: { crowded: 'several endpoints in one region only' },
  },
};

/** What can be wrong and is not checked, with the reason: a row each of the list in docs/checks.md. */
export const notChecked: readonly (readonly [what: string, reason: string])[] = [
  ['a project without a means of payment', 'only Atlas knows; a service that does not come in time is PE201'],
  [
    'an API key that was revoked, or whose access list lacks the cluster',
    'no Atlas key is needed here: what Atlas answers the operator is PE116',
  ],
  [
    'an id that the next sync took out again, as history',
    'a spec without the id looks as if nobody had written it (PE210); what a sync will undo is PE142',
  ],
  [
    'named private endpoint connection strings (preview)',
    'neither the operator nor the Secret shows them; a string whose hosts Atlas no longer lists is PE510',
  ],
  [
    'regionalized private endpoints switched on or off',
    'all strings of sharded clusters change then: PE510 sees Secrets that have the former ones',
  ],
  ['a replica set that became sharded', 'its string changes: PE510 sees Secrets that have the former one'],
  ['passwords with special characters in strings that somebody put together', 'no values of applications are read'],
  [
    'Secrets that were copied to another name, namespace or vault',
    'no values of other Secrets are read; workloads of the namespace that use the Secret itself are PE700 to PE704',
  ],
  [
    'AdminNetworkPolicy, Calico policies, and rules of Cilium for names',
    'their order and selectors are not modelled; where a rule is not understood, PE711 says so',
  ],
  [
    'service meshes (REGISTRY_ONLY, protocol sniffing), egress gateways and HTTP proxies',
    'their configuration has too many places; a probe from the Pod shows what comes through',
  ],
  [
    'security groups of Pods (SecurityGroupPolicy) and custom networking',
    'Pods are taken to have the groups and addresses of their nodes: which of several groups a Pod really got is known to the CNI alone; `doctor --from` shows what comes through',
  ],
  [
    'IPv6 of an endpoint that has addresses of both versions of IP',
    'it is judged by IPv4, which Pods take where they can; one that has IPv6 addresses alone is judged by IPv6',
  ],
  ['egress of the groups of the nodes', 'it is open unless somebody closed it; a probe from the Pod shows it'],
  ['DHCP options with a DNS server of your own', 'what that server answers is asked from the Pod'],
  [
    'cross-region endpoints: `vpce:AllowMultiRegion`, and the 30 seconds until one is found',
    'making one fails at once, with the message of AWS',
  ],
  [
    'Azure: routes, Azure Firewall and userDefinedRouting of AKS',
    'effective routes need a request that changes something; a probe from the Pod shows it',
  ],
  ['Azure: clusters from before 2020-10-16 on old hardware', 'nothing in Kubernetes tells the age of the hardware'],
  [
    'Azure: rules for application security groups, and service tags other than `VirtualNetwork`, `Internet` and `AzureLoadBalancer`',
    'what is in them is not read: a rule for such a source counts as one for the nodes',
  ],
  [
    'Google Cloud: firewall policies of the network, of folders and of the organization',
    'they belong to other people, and need permissions there; a probe from the Pod shows what they deny',
  ],
  [
    'Google Cloud: VPC Service Controls and organization policies',
    'they show when the rule is made; later only as its state (PE302)',
  ],
  [
    'clients over VPN, Interconnect or peering',
    'only the nodes of this cluster are looked at; another network than theirs is PE303',
  ],
  ['resolvers of Pods, TCP, TLS and `hello`', 'that takes a place in the network of the Pod: `doctor --from`'],
  ['logins: user, password, `authSource`, X.509', 'no password is sent anywhere'],
  [
    'idle timeouts, connection limits and numbers of nodes',
    'they show under load only: set `maxIdleTimeMS` in the driver; several endpoints beside other regions are PE900',
  ],
];

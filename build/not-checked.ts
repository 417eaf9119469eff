/** What can be wrong and is not checked, with the reason: a row each of the list in docs/checks.md. */
export const notChecked: readonly (readonly [what: string, reason: string])[] = [
  ['a project without a payment method', 'only Atlas knows; a service that is not ready in time is PE201'],
  [
    'an API key that was revoked, or whose access list lacks the cluster',
    'the plugin has no Atlas key: what Atlas answers the operator is PE116',
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
    'this changes all strings of sharded clusters: PE510 finds Secrets that have the old ones',
  ],
  ['a replica set that became sharded', 'its string changes: PE510 finds Secrets that have the old one'],
  [
    'passwords with special characters in strings that someone built by hand',
    'the plugin reads no values of applications',
  ],
  [
    'Secrets that were copied to another name, namespace or vault',
    'the plugin reads no values of other Secrets; workloads of the namespace that use the Secret itself are PE700 to PE704',
  ],
  [
    'a Secret that the namespace of an application lacks',
    'the operator writes one beside each AtlasDatabaseUser; a Pod that refers to a Secret that is not there does not start, and its events say so',
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
  [
    'nodes without an instance, such as those of Fargate',
    'the cloud shows neither their subnets nor their groups; a probe from the Pod shows what comes through',
  ],
  ['DHCP options with a DNS server of your own', 'what that server answers is asked from the Pod'],
  [
    'cross-region endpoints: `supportedRegions`, `vpce:AllowMultiRegion`, and the 30 seconds until one is found',
    "`up` refuses a region that the service does not support; creating one fails at once, with AWS's message",
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
    'they show when the rule is created; later only as its state (PE302)',
  ],
  [
    'clients over VPN, Interconnect or peering',
    'only the nodes of this cluster are looked at; another network than theirs is PE303',
  ],
  [
    'a CNAME at the name of the SRV record, and options of the TXT record that drivers refuse',
    'Atlas writes these records; what a resolver puts in their place is PE600 to PE604',
  ],
  [
    'resolvers of runtimes: JNDI, Vert.x, musl, systemd-resolved',
    'they fail where the resolver of the Pod does not: if only one application fails, give it the string that lists its hosts (`connectionStringPrivate`)',
  ],
  ['strings with `loadBalanced=true` (`-pl-0-lb`)', 'they need a driver that knows them, and the driver says so'],
  ['resolvers of Pods, TCP, TLS and `hello`', 'checking them requires a probe from the Pod: `doctor --from`'],
  ['logins: user, password, `authSource`, X.509', 'no password is sent anywhere'],
  [
    'idle timeouts, connection limits and numbers of nodes',
    'they show under load only: set `maxIdleTimeMS` in the driver; several endpoints beside other regions are PE900',
  ],
];

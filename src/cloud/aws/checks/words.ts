import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { awsChecks } from './checks.ts';

export const awsWords: WordsOf<typeof awsChecks> = {
  PE310: {
    title: 'AWS: the security groups let the nodes in on TCP 1024–65535',
    why: "Atlas listens on a separate port for each node of the Atlas cluster, from 1024 up. A group that lets in only 27017, or nothing from the nodes' group, causes timeouts. This is the most frequent cause.",
    fix: 'Let TCP 1024–65535 in from the group of the nodes, and, where Pods have groups of their own (SecurityGroupPolicy), from those too.',
    says: {
      open: '{groups}: TCP 1024-65535 is allowed in',
      closed: '{groups}: nothing is allowed in from the nodes; Pods need TCP 1024-65535',
      'too-few': '{groups}: only {ports} is allowed in; Pods need TCP 1024-65535',
      'default-group': '{groups} is the default group of the VPC, which lets in only its own members',
      unreadable: 'the security groups cannot be read: {reason}',
    },
  },
  PE311: {
    title: 'AWS: the endpoint has a network interface',
    why: 'It was created without subnets, so nothing in the VPC can connect to it.',
    fix: 'Add a subnet in each zone of the nodes.',
    says: { 'no-interface': '{id} has no network interface: it was created without subnets' },
  },
  PE312: {
    title: 'AWS: the endpoint has a subnet in each zone of the nodes',
    why: 'Nodes in other zones reach it across zones, which costs money, and lose it if its zone fails.',
    fix: 'Add a subnet in each zone that the service is in.',
    says: {
      'all-zones': 'it has a subnet in {zones}',
      'bare-zones': '{id} has no subnet in {zones}, where nodes are; it is in {own} only',
    },
  },
  PE313: {
    title: 'AWS: the VPC resolves names',
    why: 'The attribute `enableDnsSupport` of the VPC is off.',
    fix: 'Switch it on.',
    says: { dns: '{vpcId} resolves names', 'no-dns': '{vpcId} has enableDnsSupport off: no name resolves in it' },
  },
  PE314: {
    title: 'AWS: the network ACLs let both ways through',
    why: 'Network ACLs are stateless: they must let TCP 1024–65535 in and the replies out.',
    fix: 'Add the entry; mind the order of the rule numbers.',
    says: {
      'acl-open': 'the network ACLs let TCP 1024-65535 through',
      'acl-closed': '{id} does not let TCP 1024-65535 {way} for {network}, by its rule {number}',
      unreadable: 'the network ACLs cannot be read: {reason}',
    },
  },
  PE610: {
    title: 'AWS: the names lead to this endpoint',
    why: "On AWS, a private host is an alias of the endpoint, with the endpoint's id in it. A different id belongs to an older endpoint.",
    fix: 'Refresh the Secret, and see whether the older endpoint is still needed.',
    says: { alias: '{host} leads to {alias}', 'other-alias': '{host} leads to {alias}, not to {id}' },
  },
};

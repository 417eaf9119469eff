import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { podChecks } from '../../../core/chain/from-pod/checks.ts';

export const podWords: WordsOf<typeof podChecks> = {
  PE800: {
    title: 'There is a Pod to probe from',
    why: 'With `--from`, the checks probe from where the application runs: with a program in its container (Node, Python, openssl, bash, getent or nslookup), or from an ephemeral container. You may lack the permission for either, or the container may have no program to probe with.',
    fix: 'Ask for the Role in `rbac/probe-role.yaml`, or allow an ephemeral container with `--ephemeral-container`, and with your own `--image` if the cluster cannot pull the default one.',
    says: {
      probed: 'probed from pod/{pod}, container {container}, with {tool}',
      'not-probed': 'could not probe from the Pod: {reason}',
      left: 'ephemeral container {container} has ended, and stays listed until the Pod is deleted',
    },
  },
  PE810: {
    title: 'The names of the string resolve in the Pod',
    why: "Drivers look up SRV and TXT records, then addresses. The cluster's resolver may filter SRV records, drop private addresses (rebinding protection), or be unreachable because of a policy.",
    fix: 'If only the Pod cannot resolve the name, check the forwarding of CoreDNS and the `dnsPolicy` of the Pod. If the check names a policy, let DNS out: UDP and TCP 53 to kube-dns, and to 169.254.20.10 where a node-local cache is used.',
    says: {
      names: 'the Pod resolves {host}',
      'names-untold': 'the probe ended before it was known whether the Pod resolves {host}',
      'names-blocked': '{policies} lets no DNS out: the Pod gets no answer for {record} of {host}',
      'names-silent':
        "the Pod's resolver does not answer for {record} of {host}; a policy may block it, but that cannot be seen from here",
      'names-unanswered': "the Pod's resolver does not answer for {record} of {host}, and no network policy blocks it",
      'names-in-pod': "the Pod's resolver finds no {record} of {host} ({failure}), but this machine's does",
      'names-nowhere': "the Pod's resolver finds no {record} of {host} ({failure})",
    },
  },
  PE811: {
    title: 'The Pod and this machine get the same addresses',
    why: 'A private zone, or a rule of the resolver, may replace the public record, for example with the address of an endpoint that is gone.',
    fix: 'Compare both with the address of the cloud endpoint, and remove the zone or rule that is wrong.',
    says: { 'other-addresses': '{host} resolves to {inPod} in the Pod, and to {here} on this machine' },
  },
  PE820: {
    title: 'Every port of the string can be reached from the Pod',
    why: 'Each node of the Atlas cluster has a port of its own, from 1024 up. If there is no answer, a security group, a firewall, a missing route or a network policy drops the packets; a refusal comes from the far end.',
    fix: "If the check names a policy, let TCP 1024-65535 out to the addresses of the endpoint. Otherwise open the endpoint's security group or firewall for these ports: the PE3 checks name the rule.",
    says: {
      open: 'the Pod reaches every port ({ports})',
      'cut-short': 'the probe ended before it had tried {ports}',
      'names-only': '{tool} opens no connection, so that it is not known whether the Pod reaches {ports}',
      blocked: '{policies} lets no TCP out to {addresses} on {ports}',
      silent:
        'the Pod gets no answer from {host} on {ports}; a security group or a policy may block it, but that cannot be seen from here',
      dropped:
        'the Pod gets no answer from {host} ({addresses}) on any port: a security group, firewall or route is in the way, not a network policy',
      'some-dropped': 'the Pod gets no answer from {host} on {ports}, but from other ports: not all are open',
      refused: '{host} ({addresses}) refuses {ports}: a wrong address, or a node that is being replaced',
      'no-way': 'the Pod cannot connect to {host} on {ports} ({result})',
    },
  },
  PE830: {
    title: 'TLS works from the Pod',
    why: 'Atlas answers with TLS alert 80 if a connection comes over the public path from an address that is not in the access list. A certificate from another authority comes from a proxy in between.',
    fix: 'Use the private string; exempt the hosts from TLS inspection; renew the CA certificates of the image.',
    says: {
      tls: 'TLS works from the Pod',
      'access-list':
        '{host} answers with TLS alert 80 on {ports}: this is the public path, from an address that is not in the access list',
      alert: '{host} answers with TLS alert {alert} on {ports}',
      closed:
        '{host} closes the connection before TLS on {ports}: too many connections, or something removes the server name',
      'wrong-host': 'the certificate on {ports} is not for {host}: something else answers there',
      expired: 'the certificate of {host} on {ports} has expired',
      'unknown-authority':
        'the certificate of {host} on {ports} is from an authority that the container does not trust ({issuer}): a proxy that inspects TLS, or old CA certificates in the image',
      'no-tls': 'no TLS connection to {host} on {ports}: {reason}',
    },
  },
  PE840: {
    title: 'The cluster answers the Pod',
    why: 'The server name of TLS (SNI) decides which hosts the servers list. If something removes it, drivers are sent to the public hosts even though the connection works.',
    fix: 'Let TLS through unchanged. If there is no primary, wait for the election, or set `readPreference` if only secondaries are in this region.',
    says: {
      hello: 'all {count} members answer the Pod',
      'no-hello': '{host} accepts TLS on {ports} and does not answer: {reason}',
      'other-members':
        'the servers list hosts that are not in the string ({listed}): the server name is lost on the way',
      'no-primary': 'no member that the Pod reaches is the primary',
    },
  },
};

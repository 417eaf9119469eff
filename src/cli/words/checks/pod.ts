import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { podChecks } from '../../../core/chain/from-pod/checks.ts';

export const podWords: WordsOf<typeof podChecks> = {
  PE800: {
    title: 'There is a Pod from which to look',
    why: 'With `--from` the checks look from where the application is: by a command in its container (Node, Python, openssl, bash, getent or nslookup), else from an ephemeral container. Neither may be permitted, or the container may have nothing to look with.',
    fix: 'Ask for the Role in `rbac/probe-role.yaml`, or allow an ephemeral container with `--ephemeral-container`, of your own `--image` if the cluster cannot pull the default one.',
    says: {
      probed: 'looked from pod/{pod}, container {container}, with {tool}',
      'not-probed': 'could not look from the Pod: {reason}',
      left: 'ephemeral container {container} has ended, and stays listed until the Pod is deleted',
    },
  },
  PE810: {
    title: 'The names of the string resolve in the Pod',
    why: 'Drivers ask for SRV and TXT records, then for addresses. The resolver of a cluster may filter SRV, hold private addresses back (rebinding protection), or be out of reach behind a policy.',
    fix: 'If only the Pod does not know the name, look at the forwarding of CoreDNS and at `dnsPolicy`. If a policy is named, let DNS out: UDP and TCP 53 to kube-dns, and 169.254.20.10 where a node-local cache is used.',
    says: {
      names: 'the Pod resolves {host}',
      'names-blocked': '{policies} lets no DNS out: {record} of {host} is not answered in the Pod',
      'names-silent':
        'the resolver of the Pod does not answer for {record} of {host}; a policy may block it, which cannot be told from here',
      'names-unanswered':
        'the resolver of the Pod does not answer for {record} of {host}, and no policy of the cluster is in the way',
      'names-in-pod': 'the resolver of the Pod has no {record} of {host} ({failure}), but this machine has',
      'names-nowhere': 'there is no {record} of {host} in the Pod ({failure})',
    },
  },
  PE811: {
    title: 'The Pod and this machine get the same addresses',
    why: 'A private zone, or a rule of the resolver, may replace the public record, for example by the address of an endpoint that is gone.',
    fix: 'Compare both with the address of the cloud endpoint, and remove the zone or rule that is wrong.',
    says: { 'other-addresses': 'the Pod gets {inPod} for {host}, and this machine {here}' },
  },
  PE820: {
    title: 'Every port of the string can be reached from the Pod',
    why: 'Each node of the cluster has a port of its own, from 1024 on. What is dropped without an answer is held back by a security group, a firewall, a missing route or a policy of the cluster; a refusal comes from the far end.',
    fix: 'If a policy is named, let TCP 1024-65535 out to the addresses of the endpoint. Otherwise open the security group or firewall of the endpoint for them: the PE3 checks name the rule.',
    says: {
      open: 'the Pod reaches every port ({ports})',
      blocked: '{policies} lets no TCP out to {addresses} on {ports}',
      silent:
        'the Pod gets no answer from {host} on {ports}; a security group or a policy may block it, which cannot be told from here',
      dropped:
        'the Pod gets no answer from {host} ({addresses}) on any port: a security group, firewall or route is in the way, and no policy of the cluster',
      'some-dropped': 'the Pod gets no answer from {host} on {ports}, but from other ports: not all are open',
      refused: '{host} ({addresses}) refuses {ports}: a wrong address, or a node that is being replaced',
      'no-way': 'the Pod cannot connect to {host} on {ports} ({result})',
    },
  },
  PE830: {
    title: 'TLS works from the Pod',
    why: 'Atlas answers with TLS alert 80 where a connection comes over the public path from an address that is not in the access list. A certificate of another authority is that of a proxy in between.',
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
        'the certificate of {host} on {ports} is of an authority that the container does not trust ({issuer}): a proxy that inspects TLS, or old CA certificates in the image',
      'no-tls': 'no TLS with {host} on {ports}: {reason}',
    },
  },
  PE840: {
    title: 'The cluster answers the Pod',
    why: 'The server name of TLS (SNI) decides which hosts the servers list. If something removes it, drivers are led to the public hosts although the connection works.',
    fix: 'Let TLS through as it is. Without a primary wait for the election, or set `readPreference` if only secondaries are in this region.',
    says: {
      hello: 'all {count} members answer the Pod',
      'no-hello': '{host} accepts TLS on {ports} and does not answer: {reason}',
      'other-members':
        'the servers list other hosts than the string has ({listed}): the server name is lost on the way',
      'no-primary': 'no member that the Pod reaches is the primary',
    },
  },
};

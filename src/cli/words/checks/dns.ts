import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { dnsChecks } from '../../../core/chain/links/dns.ts';

export const dnsWords: WordsOf<typeof dnsChecks> = {
  PE600: {
    title: 'The SRV record of the string exists',
    why: 'The string is stale or the endpoint is gone (no such name), or the resolver filters SRV records, as some corporate resolvers and private zones for `mongodb.net` do.',
    fix: 'Refresh the Secret if the name does not exist; otherwise use another resolver, or the string that lists its hosts (`connectionStringPrivate`).',
    says: {
      srv: '{host} has {count} SRV records',
      'srv-notfound': '{host} does not exist: the string is stale, or the endpoint is gone',
      'srv-filtered': "this machine's resolver returns no SRV record for {host}",
      'srv-refused': "this machine's resolver fails for the SRV record of {host}: {reason}",
      'srv-unanswered': "this machine's resolver does not answer for {host}: {reason}",
    },
  },
  PE601: {
    title: 'The TXT record of the string can be looked up',
    why: 'Drivers look up SRV and TXT, and give up if either fails. A resolver that answers SERVFAIL for TXT breaks them even if the SRV record is fine.',
    fix: 'Fix the resolver (in CoreDNS: `forward`, not `template`), or use the string that lists its hosts.',
    says: {
      txt: 'the TXT record of {host} can be looked up',
      'txt-refused': 'the TXT lookup of {host} fails ({reason}): drivers give up',
      'txt-several': '{host} has several TXT records: drivers give up',
    },
  },
  PE602: {
    title: 'The hosts have addresses',
    why: 'Rebinding protection drops private addresses from public names, as dnsmasq (`stop-dns-rebind`), Unbound (`private-address`), Pi-hole, Umbrella and home routers can.',
    fix: 'Allow private addresses for `mongodb.net`, and on AWS for `vpce.amazonaws.com` too.',
    says: {
      address: '{host} resolves to {addresses}',
      rebinding:
        "this machine's resolver returns no address for {host}: it may drop private addresses (rebinding protection)",
      'host-notfound': '{host} does not exist',
      'host-unanswered': "this machine's resolver does not answer for {host}: {reason}",
    },
  },
  PE603: {
    title: "The addresses are in the endpoint's network",
    why: 'The string belongs to another or an older endpoint, it is a public one, or a private zone overrides the name.',
    fix: 'Refresh the Secret; look for DNS zones of your own for `mongodb.net`.',
    says: {
      private: '{address} is private',
      public: '{host} resolves to {address}, which is public',
      elsewhere: '{host} resolves to {address}, which is not an address of this endpoint',
    },
    expects: { public: 'a private address' },
  },
  PE604: {
    title: 'The targets of the SRV record are in its domain',
    why: 'Drivers refuse targets in another domain; a DNS zone of your own may return them.',
    fix: 'Remove the record from that zone.',
    says: { 'foreign-target': '{host} leads to {target}, which drivers refuse: it is in another domain' },
  },
};

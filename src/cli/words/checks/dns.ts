import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { dnsChecks } from '../../../core/chain/links/dns.ts';

export const dnsWords: WordsOf<typeof dnsChecks> = {
  PE600: {
    title: 'The SRV record of the string is there',
    why: 'The string is stale or the endpoint is gone (no such name), or the resolver filters SRV records: corporate resolvers and private zones for `mongodb.net` do.',
    fix: 'Refresh the Secret if the name does not exist; else use another resolver, or the string that lists its hosts (`connectionStringPrivate`).',
    says: {
      srv: '{host} has {count} SRV records',
      'srv-notfound': '{host} does not exist: the string is stale, or the endpoint is gone',
      'srv-filtered': 'the resolver of this machine gives no SRV record for {host}',
      'srv-refused': 'the resolver of this machine fails for the SRV record of {host}: {reason}',
      'srv-unanswered': 'the resolver of this machine does not answer for {host}: {reason}',
    },
  },
  PE601: {
    title: 'The TXT record of the string can be asked for',
    why: 'Drivers ask for SRV and TXT, and give up if either fails. A resolver that answers SERVFAIL for TXT breaks them, though the SRV record is fine.',
    fix: 'Mend the resolver (in CoreDNS: `forward`, not `template`), or use the string that lists its hosts.',
    says: {
      txt: 'TXT of {host} can be asked for',
      'txt-refused': 'TXT of {host} fails ({reason}): drivers give up',
      'txt-several': '{host} has several TXT records: drivers give up',
    },
  },
  PE602: {
    title: 'The hosts have addresses',
    why: 'Rebinding protection drops private addresses from public names: dnsmasq (`stop-dns-rebind`), Unbound (`private-address`), Pi-hole, Umbrella and home routers do.',
    fix: 'Allow private addresses for `mongodb.net`, on AWS for `vpce.amazonaws.com` too.',
    says: {
      address: '{host} is {addresses}',
      rebinding:
        'the resolver of this machine gives no address for {host}: it may drop private addresses (rebinding protection)',
      'host-notfound': '{host} does not exist',
      'host-unanswered': 'the resolver of this machine does not answer for {host}: {reason}',
    },
  },
  PE603: {
    title: "The addresses are in the endpoint's network",
    why: 'The string is that of another or an older endpoint, it is a public one, or a private zone overrides the name.',
    fix: 'Refresh the Secret; look for zones of your own for `mongodb.net`.',
    says: {
      private: '{address} is private',
      public: '{host} is {address}, which is public',
      elsewhere: "{host} is {address}, which is not this endpoint's",
    },
    expects: { public: 'a private address' },
  },
  PE604: {
    title: 'The targets of the SRV record are of its domain',
    why: 'Drivers refuse targets of another domain; a zone of your own may give them.',
    fix: 'Remove the record from the zone of your own.',
    says: { 'foreign-target': '{host} leads to {target}, which drivers refuse: it is of another domain' },
  },
};

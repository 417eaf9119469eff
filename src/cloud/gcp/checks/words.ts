import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { gcpChecks } from './checks.ts';

export const gcpWords: WordsOf<typeof gcpChecks> = {
  PE330: {
    title: 'Google Cloud: nodes of every region reach the endpoint',
    why: 'Without global access, only clients in the region of the forwarding rule reach it.',
    fix: 'Switch global access on; that interrupts nothing.',
    says: {
      reachable: 'nodes in {regions} reach it',
      regional: '{rule} can be reached only from {region}, but there are nodes in {regions}',
    },
  },
  PE331: {
    title: 'Google Cloud: no firewall rule keeps clients from the endpoint',
    why: 'Egress is open unless a rule denies it. A rule that denies everything must be preceded by one that lets TCP 1024–65535 out to the addresses of the endpoint.',
    fix: 'Add that rule with a lower priority number.',
    says: {
      open: 'no firewall rule of {network} denies it',
      closed: 'the firewall rule {rule} denies TCP 1024-65535 to {address}',
      unreadable: 'the firewall rules cannot be read: {reason}',
    },
  },
};

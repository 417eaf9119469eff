import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { gcpChecks } from './checks.ts';

export const gcpWords: WordsOf<typeof gcpChecks> = {
  PE330: {
    title: 'Google Cloud: nodes of every region reach the endpoint',
    why: 'Without global access, only clients of the region of the forwarding rule reach it.',
    fix: 'Switch global access on; that interrupts nothing.',
    says: {
      reachable: 'nodes in {regions} reach it',
      regional: '{rule} is reached from {region} only, and nodes are in {regions}',
    },
  },
  PE331: {
    title: 'Google Cloud: no firewall rule keeps clients from the endpoint',
    why: 'Egress is open unless a rule denies it. One that denies all has to be preceded by one that lets TCP 1024–65535 out to the addresses of the endpoint.',
    fix: 'Add that rule, with a lower number for its priority.',
    says: {
      open: 'no firewall rule of {network} denies it',
      closed: 'the firewall rule {rule} denies TCP 1024-65535 to {address}',
      unreadable: 'the firewall rules may not be read: {reason}',
    },
  },
};

import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { azureChecks } from './checks.ts';

export const azureWords: WordsOf<typeof azureChecks> = {
  PE320: {
    title: 'Azure: the network security group of the subnet lets TCP 1024–65535 in',
    why: 'Where the subnet applies network policies to private endpoints, a rule that denies some of these ports keeps Pods out.',
    fix: 'Add a rule before it that lets TCP 1024–65535 in from the virtual network.',
    says: {
      open: '{nsg|short} lets TCP 1024-65535 in',
      closed: '{nsg|short} denies some of TCP 1024-65535 by its rule {rule}',
      unreadable: 'the network security group of the subnet cannot be read: {reason}',
    },
  },
};

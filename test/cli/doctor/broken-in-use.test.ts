import { useFaults } from '../../sandbox/faults/use.ts';
import { breakEach } from './break-each.ts';

breakEach('what is broken where the string is used', useFaults);

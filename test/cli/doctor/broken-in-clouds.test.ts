import { cloudFaults } from '../../sandbox/faults/clouds.ts';
import { breakEach } from './break-each.ts';

breakEach('what is broken in a cloud', cloudFaults);

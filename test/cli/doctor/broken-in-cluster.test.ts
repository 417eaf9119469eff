import { atlasFaults } from '../../sandbox/faults/atlas.ts';
import { declaredFaults } from '../../sandbox/faults/declared.ts';
import { kubernetesFaults } from '../../sandbox/faults/kubernetes.ts';
import { rightFaults } from '../../sandbox/faults/rights.ts';
import { breakEach } from './break-each.ts';

breakEach('what is broken in the cluster', [...rightFaults, ...kubernetesFaults, ...declaredFaults, ...atlasFaults]);

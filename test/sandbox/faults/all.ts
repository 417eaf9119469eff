import { atlasFaults } from './atlas.ts';
import { cloudFaults } from './clouds.ts';
import { declaredFaults } from './declared.ts';
import type { Fault } from './fault.ts';
import { kubernetesFaults } from './kubernetes.ts';
import { rightFaults } from './rights.ts';
import { useFaults } from './use.ts';

/** Everything that can be broken, by the check that finds it. */
export const faults: readonly Fault[] = [
  ...rightFaults,
  ...kubernetesFaults,
  ...declaredFaults,
  ...atlasFaults,
  ...cloudFaults,
  ...useFaults,
];

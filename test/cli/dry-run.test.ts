import { writesNothing } from '../harness/writes-nothing.ts';

writesNothing('--dry-run');

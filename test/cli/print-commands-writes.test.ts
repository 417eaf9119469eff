import { takes } from '../harness/switches.ts';
import { writesNothing } from '../harness/writes-nothing.ts';

writesNothing('--print-commands', (verb) => takes(verb, 'print-commands'), ['yes', 'wait']);

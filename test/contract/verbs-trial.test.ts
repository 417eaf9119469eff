import { suite } from '../harness/suite.ts';
import { operatorCrds } from '../real/operator-crds.ts';
import { startRealServer } from './real-server.ts';
import { verbs } from './verbs.ts';
const server = await startRealServer();
await server.installCrds(process.env['CRDS'] ?? (await operatorCrds((process.env['GEN'] ?? 'v2.11') as 'v2.11')));
suite('verbs', (test) => verbs(test, server, (process.env['GEN'] ?? 'v2.11') as 'v2.11'));
suite('stop', (test) => test('stop', server.stop));

import { suite } from '../harness/suite.ts';
import { behaviours } from './behaviours/all.ts';
import { realApi } from './real-api.ts';
import { startRealServer } from './real-server.ts';

const server = await startRealServer();
const api = await realApi(server);
behaviours('kube-apiserver', api);
suite('kube-apiserver', (test) => test('it can be stopped', server.stop));

import { behaviours } from '../../contract/behaviours/all.ts';
import { startSandboxApi } from '../../contract/sandbox-api.ts';
import { suite } from '../../harness/suite.ts';

// The same behaviours are tried on the real API server: npm run test:contract.
const api = await startSandboxApi();
behaviours('the sandbox', api);
suite('the sandbox', (test) => test('it can be closed', api.close));

import assert from 'node:assert/strict';
import type {
  AtlasDeployment,
  ServerlessEndpointSpec,
  ServerlessEndpointStatus,
} from '../../src/atlas/api/deployment.ts';
import { serverlessEndpoints } from '../../src/atlas/sources/serverless/state.ts';
import { suite } from '../harness/suite.ts';

function phasesOf(item: ServerlessEndpointSpec, entry: ServerlessEndpointStatus): readonly (string | undefined)[] {
  const deployment: AtlasDeployment = {
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasDeployment',
    metadata: { name: 'orders' },
    spec: { serverlessSpec: { privateEndpoints: [{ name: 'a', ...item }] } },
    status: { serverlessPrivateEndpoints: [{ name: 'a', ...entry }] },
  };
  return serverlessEndpoints(deployment).map(({ phase, error }) => [phase, error].join(' '));
}

suite('the state of a serverless endpoint', (test) => {
  test('FAILED of Atlas is a failure', () =>
    assert.deepEqual(phasesOf({}, { status: 'FAILED', errorMessage: 'no capacity' }), ['Failed no capacity']));

  test('FAILED of an old operator that tries again is none', () => {
    const create = 'failed to create serverless private endpoint: POST http://atlas: 429 too many requests';
    assert.deepEqual(phasesOf({}, { status: 'FAILED', errorMessage: create }), [`Reserving ${create}`]);
    const connect = 'failed to connect serverless private endpoint: PATCH http://atlas: 500 unexpected error';
    assert.deepEqual(phasesOf({ cloudProviderEndpointID: 'vpce-1' }, { status: 'FAILED', errorMessage: connect }), [
      `Linking ${connect}`,
    ]);
  });
});

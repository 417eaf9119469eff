import assert from 'node:assert/strict';
import { preferredString, privateStrings } from '../../src/atlas/secret/connection-string.ts';
import type { AtlasDeployment } from '../../src/atlas/api/deployment.ts';
import { suite } from '../harness/suite.ts';

const [hostA, hostB] = ['orders-pe-0.ab1cd.mongodb.net', 'orders-pe-1.ab1cd.mongodb.net'];
const srv = (host: string): string => `mongodb+srv://u:p@${host}`;

const deployment: AtlasDeployment = {
  apiVersion: 'atlas.mongodb.com/v1',
  kind: 'AtlasDeployment',
  metadata: { name: 'orders' },
  spec: {
    serverlessSpec: {
      privateEndpoints: [
        { name: 'a', cloudProviderEndpointID: 'vpce-a' },
        { name: 'b', cloudProviderEndpointID: 'vpce-b' },
      ],
    },
  },
  status: {
    serverlessPrivateEndpoints: [
      { name: 'b', cloudProviderEndpointId: 'vpce-b', status: 'AVAILABLE' },
      { name: 'a', cloudProviderEndpointId: 'vpce-a', status: 'AVAILABLE' },
    ],
    connectionStrings: {
      privateEndpoint: [
        { srvConnectionString: `mongodb+srv://${hostB}`, endpoints: [{ endpointId: 'vpce-b' }] },
        { srvConnectionString: `mongodb+srv://${hostA}`, endpoints: [{ endpointId: 'vpce-a' }] },
      ],
    },
  },
};

suite('private connection strings', (test) => {
  test('they come in numeric order of their suffix, then plain, Srv, Shard', () => {
    const keys = [
      'connectionStringPrivateSrv10',
      'connectionStringPrivateShard2',
      'connectionStringPrivateSrv2',
      'connectionStringPrivate',
      'connectionStringPrivate2',
      'connectionStringPrivateSrv',
    ];
    const data = Object.fromEntries(keys.map((key) => [key, srv(hostA)]));
    assert.deepEqual(
      privateStrings(data, undefined).strings.map(({ key }) => key),
      [
        'connectionStringPrivate',
        'connectionStringPrivateSrv',
        'connectionStringPrivate2',
        'connectionStringPrivateSrv2',
        'connectionStringPrivateShard2',
        'connectionStringPrivateSrv10',
      ],
    );
  });

  test('standard strings and other keys are no private strings', () => {
    const data = { connectionStringStandardSrv: srv(hostA), connectionStringPrivateX: srv(hostA), username: 'u' };
    assert.deepEqual(privateStrings(data, undefined), { strings: [], degenerate: [] });
  });

  test('the endpoint is found by the hosts, not by the number', () => {
    const { strings } = privateStrings(
      { connectionStringPrivateSrv: srv(hostA), connectionStringPrivateSrv1: srv(hostB.toUpperCase()) },
      deployment,
    );
    assert.deepEqual(
      strings.map(({ key, owners }) => [key, owners]),
      [
        ['connectionStringPrivateSrv', [{ id: 'vpce-a', label: 'a' }]],
        ['connectionStringPrivateSrv1', [{ id: 'vpce-b', label: 'b' }]],
      ],
    );
  });

  test('keys of one number share the endpoint, where only one of them is listed in the status', () => {
    const data = {
      connectionStringPrivate: 'mongodb://u:p@pl-0.ab1cd.mongodb.net:1024,pl-0.ab1cd.mongodb.net:1025/?tls=true',
      connectionStringPrivateSrv: srv(hostB),
    };
    assert.deepEqual(
      privateStrings(data, deployment).strings.map(({ owners }) => owners[0]?.label),
      ['b', 'b'],
    );
  });

  test('what the status does not list stays unknown', () => {
    assert.deepEqual(
      privateStrings({ connectionStringPrivateSrv: srv('other.mongodb.net') }, deployment).strings[0]?.owners,
      [],
    );
    assert.deepEqual(privateStrings({ connectionStringPrivateSrv: srv(hostA) }, undefined).strings[0]?.owners, []);
  });

  test('an empty value and the //user:pass@ of older operators are set apart', () => {
    const { strings, degenerate } = privateStrings(
      {
        connectionStringPrivate: '//u:p@',
        connectionStringPrivateSrv: '',
        connectionStringPrivateShard: 'mongodb+srv://u:p@',
      },
      deployment,
    );
    assert.deepEqual(strings, []);
    assert.deepEqual(degenerate, [
      { key: 'connectionStringPrivate', reason: 'not a connection string' },
      { key: 'connectionStringPrivateSrv', reason: 'empty' },
      { key: 'connectionStringPrivateShard', reason: 'not a connection string' },
    ]);
  });

  test('the SRV string is preferred, then the plain one', () => {
    const both = privateStrings(
      { connectionStringPrivate: 'mongodb://u:p@h:1', connectionStringPrivateSrv: srv(hostA) },
      undefined,
    ).strings;
    assert.equal(preferredString(both)?.key, 'connectionStringPrivateSrv');
    assert.equal(preferredString(both.slice(0, 1))?.key, 'connectionStringPrivate');
    assert.equal(preferredString([]), undefined);
  });
});

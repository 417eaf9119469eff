import assert from 'node:assert/strict';
import type { CloudProvider } from '../../src/cloud/provider.ts';
import { checkedOnly } from '../../src/cloud/checked-only.ts';
import { rejection, suite } from '../harness/suite.ts';

const owner = { source: 'atlasdeployment/orders', namespace: 'default', uid: 'u', label: 'orders-pe' };

suite('a cloud account that can be looked at only', (test) => {
  test('passes looks on, and refuses to create and to delete', async () => {
    const asked: string[] = [];
    const ask = (what: string) => (): Promise<never> => {
      asked.push(what);
      return Promise.reject(new Error(what));
    };
    const account: CloudProvider = {
      kind: 'AWS',
      pollMs: 5,
      acceptedState: 'Approved',
      identity: ask('identity'),
      preflight: ask('preflight'),
      get: ask('get'),
      find: ask('find'),
      made: ask('made'),
      placeFromNodes: ask('placeFromNodes'),
      placeOptions: ask('placeOptions'),
      survey: ask('survey'),
      checkCreation: ask('checkCreation'),
      checkRemoval: ask('checkRemoval'),
      create: ask('create'),
      remove: ask('remove'),
    };
    const looking = checkedOnly(account);
    await rejection(looking.identity([]));
    await rejection(looking.preflight(true));
    await rejection(looking.get('vpce-1', ''));
    await rejection(looking.find(owner, ''));
    await rejection(looking.made(undefined));
    await rejection(looking.placeFromNodes([], undefined, {}));
    await rejection(looking.placeOptions({ flag: 'subnet-id', flags: {}, nodes: [], service: undefined }));
    await rejection(looking.survey([], []));
    await rejection(looking.checkCreation(owner, ''));
    await rejection(looking.checkRemoval('vpce-1'));
    const refusals = [await rejection(looking.create(owner, '', [])), await rejection(looking.remove('vpce-1'))];
    assert.deepEqual(
      refusals.map(({ message }) => message),
      [
        'asked to create an endpoint on AWS where nothing may be changed',
        'asked to delete an endpoint on AWS where nothing may be changed',
      ],
    );
    assert.deepEqual(asked, [
      'identity',
      'preflight',
      'get',
      'find',
      'made',
      'placeFromNodes',
      'placeOptions',
      'survey',
      'checkCreation',
      'checkRemoval',
    ]);
    assert.deepEqual([looking.kind, looking.pollMs, looking.acceptedState], ['AWS', 5, 'Approved']);
  });
});

import assert from 'node:assert/strict';
import { endpointName } from '../../../src/cloud/azure/naming/name.ts';
import { networkName, parseIdOf, parseResourceId, types } from '../../../src/cloud/azure/resource-id.ts';
import { suite } from '../../harness/suite.ts';

const owner = { source: 'atlasdeployment/orders', namespace: 'default', uid: 'u1', label: 'orders-pe' };

suite("a private endpoint's name", (test) => {
  test('is the same in every run, and another for another owner', () => {
    assert.match(endpointName(owner), /^atlas-pe-default-orders-pe-[0-9a-f]{8}$/);
    assert.equal(endpointName(owner), endpointName({ ...owner }));
    assert.notEqual(endpointName(owner), endpointName({ ...owner, uid: 'u2' }));
    assert.notEqual(endpointName({ ...owner, label: 'a b' }), endpointName({ ...owner, label: 'a-b' }));
  });

  test('is one that Azure takes, whatever the label', () => {
    const name = endpointName({ ...owner, label: `ü/${'x'.repeat(200)}` });
    assert.match(name, /^[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9_]$/);
    assert.equal(name.length, 80);
  });
});

suite('a resource id', (test) => {
  const id = '/subscriptions/S/resourceGroups/G/providers/Microsoft.Network/virtualNetworks/N/subnets/M';

  test('is taken apart, whatever its capitals', () => {
    const parts = { subscription: 'S', resourceGroup: 'G', type: types.subnet, names: ['N', 'M'] };
    assert.deepEqual(parseResourceId(id), parts);
    assert.notEqual(parseIdOf(types.subnet, id.replace('resourceGroups', 'RESOURCEGROUPS').toUpperCase()), undefined);
    assert.equal(networkName(id), 'virtual network G/N');
  });

  test('that is none, or of another type, is none', () => {
    for (const bad of ['', '/', 'subnet-1', `${id}/`, `${id}/x`, id.replace('/subscriptions/S', '')])
      assert.equal(parseIdOf(types.subnet, bad), undefined, bad);
    assert.equal(parseIdOf(types.privateEndpoint, id), undefined);
  });
});

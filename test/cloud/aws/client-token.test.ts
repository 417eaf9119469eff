import assert from 'node:assert/strict';
import { clientToken } from '../../../src/cloud/aws/account/client-token.ts';
import { suite } from '../../harness/suite.ts';

const owner = { source: 'atlasdeployment/orders', namespace: 'default', uid: 'u-1', label: 'orders-pe' };

suite('ClientToken', (test) => {
  test('it is the same for the same endpoint and fits the 64 characters that EC2 takes', () => {
    const token = clientToken(owner, 'svc', 'vpc-1', []);
    assert.equal(token, clientToken({ ...owner }, 'svc', 'vpc-1', []));
    assert.match(token, /^[0-9a-f]{64}$/);
  });

  test('another owner, label, service, VPC or attempt has another one', () => {
    const tokens = [
      clientToken(owner, 'svc', 'vpc-1', []),
      clientToken({ ...owner, uid: 'u-2' }, 'svc', 'vpc-1', []),
      clientToken({ ...owner, label: 'b' }, 'svc', 'vpc-1', []),
      clientToken(owner, 'svc2', 'vpc-1', []),
      clientToken(owner, 'svc', 'vpc-2', []),
      clientToken(owner, 'svc', 'vpc-1', ['vpce-1']),
    ];
    assert.equal(new Set(tokens).size, tokens.length);
  });

  test('the order of what it replaces does not matter', () => {
    assert.equal(clientToken(owner, 's', 'v', ['a', 'b']), clientToken(owner, 's', 'v', ['b', 'a']));
  });
});

import assert from 'node:assert/strict';
import { azureError } from '../../../src/cloud/azure/account/errors.ts';
import { googleError } from '../../../src/cloud/gcp/account/errors.ts';
import { suite } from '../../harness/suite.ts';

const unreadable = { length: 3 };

suite('a refusal whose message is no text', (test) => {
  test('of Google Cloud is told without it', () => {
    const data = { error: { message: unreadable, errors: [{ reason: 'backendError', message: unreadable }] } };
    const error = Object.assign(new Error('[object Object]'), { response: { status: 500, data } });
    const { message } = googleError(error, { action: 'delete the address a', project: 'shop', endpoint: 'compute' });
    assert.equal(
      message,
      'Google Cloud refused to delete the address a in the project shop: it does not say why (backendError)',
    );
  });

  test('of Azure is told without it', () => {
    const details = { error: { code: 'Odd', message: unreadable } };
    const error = Object.assign(new Error('[object Object]'), { statusCode: 400, code: 'Odd', details });
    const { message } = azureError(error, { action: 'list the networks', subscription: 'shop', endpoint: 'arm' });
    assert.match(message, /: it does not say why \(Odd\)$/);
  });
});

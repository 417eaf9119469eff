import assert from 'node:assert/strict';
import { UserError } from '../../../src/core/errors.ts';
import { environmentOf } from '../../../src/cloud/azure/environment.ts';
import { suite } from '../../harness/suite.ts';

const nobody = { AZURE_CONFIG_DIR: '/nonexistent' };

/** What is asked for where, and whether the directory is another than Microsoft's. */
const parts = ({ endpoint, audience, authority, ownAuthority }: ReturnType<typeof environmentOf>): unknown[] => [
  endpoint,
  audience,
  authority,
  ownAuthority,
];

suite("Azure's environments", (test) => {
  test('are the three of Microsoft, by flag or by the variable of the Azure CLI', () => {
    const [us, cn] = ['https://management.usgovcloudapi.net', 'https://management.chinacloudapi.cn'];
    const global = 'https://management.azure.com';
    assert.deepEqual(parts(environmentOf({}, nobody)), [global, global, 'https://login.microsoftonline.com', false]);
    assert.deepEqual(parts(environmentOf({ azureCloud: 'AzureUSGovernment' }, nobody)), [
      us,
      us,
      'https://login.microsoftonline.us',
      false,
    ]);
    assert.deepEqual(parts(environmentOf({}, { ...nobody, AZURE_CLOUD_NAME: 'AzureChinaCloud' })), [
      cn,
      cn,
      'https://login.chinacloudapi.cn',
      false,
    ]);
  });

  test('a private cloud is described by variables', () => {
    const env = {
      ...nobody,
      AZURE_CLOUD_NAME: 'Azurite',
      AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://arm.corp/',
      AZURE_AUTHORITY_HOST: 'https://login.corp',
    };
    assert.deepEqual(environmentOf({}, env), {
      name: 'Azurite',
      endpoint: 'https://arm.corp',
      audience: 'https://arm.corp',
      authority: 'https://login.corp',
      ownAuthority: true,
      subscription: undefined,
    });
    assert.equal(environmentOf({}, { ...env, AZURE_RESOURCE_MANAGER_AUDIENCE: 'https://x' }).audience, 'https://x');
  });

  test('an unknown name without an endpoint, and an endpoint that is not https, are refused', () => {
    assert.throws(() => environmentOf({}, { ...nobody, AZURE_CLOUD_NAME: 'Azurite' }), UserError);
    assert.throws(() => environmentOf({}, { ...nobody, AZURE_AUTHORITY_HOST: 'http://x' }), UserError);
  });
});

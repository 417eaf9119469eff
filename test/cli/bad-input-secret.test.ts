import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';
import type { World } from '../harness/world.ts';

/** A deployment whose Secret the operator has written; then somebody changes a value. */
function withValue(key: string, base64: string) {
  return async (world: World): Promise<void> => {
    world.deploy();
    await world.operator.settled();
    world.kubernetes.store.edit('secrets', 'default', 'shop-orders-app', (secret) => {
      secret['data'] = { ...(secret['data'] as object), [key]: base64 };
    });
  };
}

suite('a Secret that cannot be used', (test) => {
  refuses(test, {
    when: 'there is none',
    given: (world) => {
      world.operator.paused = true;
      world.deploy();
    },
    command: 'secret orders',
    stderr: `
error: no connection Secret of atlasdeployment/orders was found in namespace default
hint: the operator writes it next to the AtlasDatabaseUser once the user and the deployment are ready: kubectl get atlasdatabaseusers -A; search the other namespaces with: kubectl atlas-pe secret orders -n default -A; wait for it with: kubectl atlas-pe secret orders --wait
`,
  });
  refuses(test, {
    when: 'neither a deployment nor a Secret has that name',
    given: (world) => world.deploy(),
    command: 'secret shop-orders-ap',
    stderr: `
error: neither a deployment nor a connection Secret is named "shop-orders-ap" in namespace default
hint: did you mean "shop-orders-app"?
`,
  });
  refuses(test, {
    when: 'it is no connection Secret',
    command: 'secret app-password',
    stderr: `
error: secret/app-password in namespace default is not a connection Secret of the operator
hint: list those with: kubectl get secrets -n default -l atlas.mongodb.com/cluster-name
`,
  });
  refuses(test, {
    when: 'it is of another user',
    given: (world) => world.deploy(),
    command: 'secret orders --user ap',
    stderr: `
error: no connection Secret of atlasdeployment/orders in namespace default is for the database user "ap"
hint: did you mean --user app?
`,
  });
  refuses(test, {
    when: 'there are several users',
    given: (world) => {
      world.addUser('batch');
      world.deploy();
    },
    command: 'secret orders --key password',
    stderr: `
error: several connection Secrets match: default/shop-orders-app (user app, cluster orders), default/shop-orders-batch (user batch, cluster orders)
hint: choose the database user with: kubectl atlas-pe secret orders -n default --user app
`,
  });
  refuses(test, {
    when: 'a value is not base64',
    given: withValue('connectionStringPrivateSrv', 'not base64!'),
    command: 'secret orders',
    stderr: `
error: key "connectionStringPrivateSrv" of secret/shop-orders-app in namespace default is not valid base64
hint: to have the operator write the Secret again, delete it and change the AtlasDatabaseUser or its password; look at it with: kubectl get secret/shop-orders-app -n default -o yaml
`,
  });
  refuses(test, {
    when: 'a value is not UTF-8',
    given: withValue('password', Buffer.from([0xff, 0xfe, 0x41]).toString('base64')),
    command: 'secret orders -o json',
    stderr: `
error: key "password" of secret/shop-orders-app in namespace default is not UTF-8 text
hint: to have the operator write the Secret again, delete it and change the AtlasDatabaseUser or its password; look at it with: kubectl get secret/shop-orders-app -n default -o yaml
`,
  });
  refuses(test, {
    when: 'no endpoint is declared, so no private string is there',
    given: (world) => world.deploy(),
    command: 'secret orders',
    stderr: `
error: secret/shop-orders-app in namespace default contains no private connection string: the deployment declares no private endpoint
hint: declare one with: kubectl atlas-pe create ad/orders -n default
`,
  });
  refuses(test, {
    when: 'the endpoint is not available yet',
    given: async (world) => {
      world.deploy();
      await world.run('create orders');
    },
    command: 'secret orders',
    stderr: `
error: secret/shop-orders-app in namespace default contains no private connection string: the endpoint "orders-pe" is Reserved
hint: continue with: kubectl atlas-pe up ad/orders -n default --endpoint orders-pe
`,
  });
  refuses(test, {
    when: 'the key is misspelt',
    given: (world) => world.deploy(),
    command: 'secret orders --key passwrd',
    stderr: `
error: secret/shop-orders-app has no key "passwrd"
hint: did you mean --key password?
`,
  });
  refuses(test, {
    when: 'the key holds no connection string',
    given: (world) => world.deploy(),
    command: 'secret orders --key connectionStringStandard',
    stderr: `
error: key "connectionStringStandard" of secret/shop-orders-app holds no connection string
hint: see the state of the endpoint with: kubectl atlas-pe status
`,
  });
  refuses(test, {
    when: 'the key is empty',
    given: (world) => world.deploy(),
    command: 'secret orders --key connectionStringPrivate',
    stderr: `
error: key "connectionStringPrivate" of secret/shop-orders-app is empty
hint: see the state of the endpoint with: kubectl atlas-pe status
`,
  });
});

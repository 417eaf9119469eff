import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { load } from 'js-yaml';
import type { Rule } from '../fakes/apiserver/access.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const user = 'app:p%40ss%3Aword%2F1';

async function linked(world: World, ...labels: readonly string[]): Promise<void> {
  world.deploy();
  const { vpcId, subnets } = world.account;
  for (const label of labels)
    await world.run(`up orders --endpoint ${label} --yes --vpc-id ${vpcId} --subnet-id ${subnets.a}`);
}

/** The Secret as `kubectl get secret -o json | jq -r '.data | with_entries(.value |= @base64d)'` shows it, with the real jq. */
function throughJq(world: World, name: string): string {
  const secret = JSON.stringify(world.kubernetes.store.get('secrets', 'default', name));
  return execFileSync('jq', ['-r', '.data | with_entries(.value |= @base64d)'], { input: secret, encoding: 'utf8' });
}

const secretsOnly: Rule = { verbs: ['list'], apiGroups: [''], resources: ['secrets'] };

/** The right to get objects of a group, and not to list them. */
function reading(group: string, ...resources: readonly string[]): Rule {
  return { verbs: ['get'], apiGroups: [group], resources };
}

/** The environment of somebody who may do no more than this. */
function as(world: World, rules: readonly Rule[]): { readonly KUBECONFIG: string } {
  const file = `${world.kubeconfig}-eve`;
  writeFileSync(file, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', rules) }));
  return { KUBECONFIG: file };
}

suite('secret', (test) => {
  test('it prints every private string with its endpoint, and notes what is left out', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue', 'green');
      const seen = await world.run('secret orders');
      assert.equal(
        seen.stdout,
        `KEY                           ENDPOINT   CONNECTION STRING
connectionStringPrivateSrv    blue       mongodb+srv://${user}@orders-pe-0.ab1cd.mongodb.net
connectionStringPrivateSrv1   green      mongodb+srv://${user}@orders-pe-1.ab1cd.mongodb.net
`,
      );
      assert.equal(
        seen.stderr,
        'note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard, connectionStringPrivate1, connectionStringPrivateShard1\n',
      );
      assert.equal(seen.code, 0);
    }));

  test('--endpoint takes a label or the id of the cloud endpoint', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue', 'green');
      const id = world.ec2.endpoints('us-east-1').find(({ tags }) => tags['kubectl-atlas-pe/endpoint'] === 'green')?.id;
      const byLabel = await world.run('secret orders --endpoint green');
      assert.match(byLabel.stdout, /^KEY .*\nconnectionStringPrivateSrv1 +green .*\n$/);
      assert.equal((await world.run(`secret orders --endpoint ${id}`)).stdout, byLabel.stdout);
      const wrong = await world.run('secret orders --endpoint red');
      assert.equal(
        wrong.stderr,
        'error: the deployment of secret/shop-orders-app in namespace default has no endpoint "red"\nhint: it has: blue, green\n',
      );
    }));

  test("the Secret's own name will do, with or without its type, and so will none where there is only one", () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const { stdout } = await world.run('secret ad/orders');
      for (const name of ['shop-orders-app', 'secret/shop-orders-app', ''])
        assert.equal((await world.run(`secret ${name}`)).stdout, stdout);
    }));

  test('-o json is byte for byte what the documented jq line prints', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      world.kubernetes.store.edit('secrets', 'default', 'shop-orders-app', (secret) => {
        const password = Buffer.from('a"b\\c\td\u007fé\u2028💥/').toString('base64');
        secret['data'] = { ...(secret['data'] as object), password, empty: '' };
      });
      assert.equal((await world.run('secret orders -o json')).stdout, throughJq(world, 'shop-orders-app'));
    }));

  test('-o yaml is the decoded Secret, and -o name its name', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const yaml = await world.run('secret orders -o yaml');
      assert.deepEqual(load(yaml.stdout), JSON.parse((await world.run('secret orders -o json')).stdout));
      assert.equal((await world.run('secret orders -o name')).stdout, 'secret/shop-orders-app\n');
    }));

  test('-o env is read back by dotenv, without what holds no string', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const seen = await world.run('secret orders -o env');
      assert.deepEqual(parse(seen.stdout), {
        CONNECTION_STRING_PRIVATE_SRV: `mongodb+srv://${user}@orders-pe-0.ab1cd.mongodb.net`,
        CONNECTION_STRING_STANDARD_SRV: `mongodb+srv://${user}@orders.ab1cd.mongodb.net`,
        PASSWORD: 'p@ss:word/1',
        USERNAME: 'app',
      });
    }));

  test('-o export leaves out what would be a variable of the shell, and says so; --prefix names it otherwise', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const plain = await world.run('secret orders -o export');
      assert.match(plain.stdout, /^export PASSWORD='p@ss:word\/1'$/m);
      assert.doesNotMatch(plain.stdout, /USERNAME/);
      assert.match(
        plain.stderr,
        /^warning: left out username: USERNAME is a variable of the shell's own; --prefix gives it another name$/m,
      );
      const prefixed = await world.run('secret orders -o export --prefix ATLAS_');
      assert.match(prefixed.stdout, /^export ATLAS_USERNAME='app'$/m);
      assert.doesNotMatch(prefixed.stderr, /warning/);
      assert.equal(prefixed.code, 0);
    }));

  test('-o env refuses what docker and dotenv read differently, names the keys and prints nothing', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      world.kubernetes.store.edit('secrets', 'default', 'shop-orders-app', (secret) => {
        const password = Buffer.from('a#b').toString('base64');
        secret['data'] = { ...(secret['data'] as object), password };
      });
      const refused = await world.run('secret orders -o env');
      assert.deepEqual([refused.stdout, refused.code], ['', 1]);
      assert.ok(
        refused.stderr.endsWith(
          'error: -o env cannot hold all of secret/shop-orders-app: password: it has a #, which dotenv reads as a comment\n' +
            'hint: use -o export for a shell, or -o json; --key password prints one value\n',
        ),
      );
      assert.match((await world.run('secret orders -o export')).stdout, /^export PASSWORD='a#b'$/m);
      for (const [flags, error] of [
        ['--prefix A_', '--prefix requires -o env or -o export'],
        ['--prefix A_ -o json', '--prefix requires -o env or -o export'],
        ['--prefix A- -o env', 'invalid value "A-" for --prefix: names of variables consist of letters, digits and _'],
      ] as const)
        assert.equal((await world.run(`secret orders ${flags}`)).stderr.split('\n')[0], `error: ${error}`);
    }));

  test('-o pod-env names the Secret and the key that holds a string', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue', 'green');
      const seen = await world.run('secret orders --endpoint green -o pod-env');
      assert.equal(
        seen.stdout,
        `env:
  - name: CONNECTION_STRING
    valueFrom:
      secretKeyRef:
        name: shop-orders-app
        key: connectionStringPrivateSrv1
`,
      );
      const several = await world.run('secret orders -o pod-env');
      assert.equal(
        several.stderr,
        'error: secret/shop-orders-app holds the strings of 2 endpoints\nhint: choose one with --endpoint LABEL\n',
      );
    }));

  test('--key prints the bare value', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      assert.equal(
        (await world.run('secret orders --key connectionStringPrivateSrv')).stdout,
        `mongodb+srv://${user}@orders-pe-0.ab1cd.mongodb.net\n`,
      );
      assert.equal((await world.run('secret orders --key password')).stdout, 'p@ss:word/1\n');
    }));

  test('which Secret is told by labels: a name that would be computed wrongly does not matter', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const secret = structuredClone(world.kubernetes.store.get('secrets', 'default', 'shop-orders-app')) as {
        metadata: Record<string, unknown>;
      };
      world.kubernetes.store.remove(
        {
          group: '',
          version: 'v1',
          kind: 'Secret',
          plural: 'secrets',
          singular: 'secret',
          shortNames: [],
          namespaced: true,
          statusSubresource: false,
        },
        'default',
        'shop-orders-app',
      );
      world.kubernetes.store.create({ ...secret, kind: 'Secret', metadata: { ...secret.metadata, name: 'renamed' } });
      assert.equal((await world.run('secret orders -o name')).stdout, 'secret/renamed\n');
    }));

  test('clusters of one name in two projects are told apart by the project', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const secret = structuredClone(world.kubernetes.store.get('secrets', 'default', 'shop-orders-app')) as {
        metadata: { labels: object };
      };
      const labels = { ...secret.metadata.labels, 'atlas.mongodb.com/project-id': 'ffffffffffffffffffffffff' };
      world.kubernetes.store.create({ ...secret, kind: 'Secret', metadata: { name: 'other-orders-app', labels } });
      assert.equal((await world.run('secret orders -o name')).stdout, 'secret/shop-orders-app\n');
      const other = await world.run('secret secret/other-orders-app');
      assert.match(
        other.stdout,
        /^connectionStringPrivateSrv +<unknown> /m,
        'ad/orders has its name, and is not its deployment',
      );
      const deployments = { verbs: ['get'], apiGroups: ['atlas.mongodb.com'], resources: ['atlasdeployments'] };
      const blind = await world.run('secret orders', { env: as(world, [secretsOnly, deployments]) });
      assert.match(
        blind.stderr,
        /^error: the Atlas project of atlasdeployment\/orders is unknown: Error from server \(Forbidden\): atlasprojects\.atlas\.mongodb\.com "shop" is forbidden: User "eve" cannot get resource "atlasprojects" .*\nhint: the missing permission is "get" on atlasprojects/,
      );
      assert.equal(blind.code, 1);
    }));

  test('-A finds a Secret that is in another namespace than the deployment', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const secret = structuredClone(world.kubernetes.store.get('secrets', 'default', 'shop-orders-app')) as {
        metadata: Record<string, unknown>;
      };
      world.kubernetes.store.remove(
        {
          group: '',
          version: 'v1',
          kind: 'Secret',
          plural: 'secrets',
          singular: 'secret',
          shortNames: [],
          namespaced: true,
          statusSubresource: false,
        },
        'default',
        'shop-orders-app',
      );
      world.kubernetes.store.create({ ...secret, kind: 'Secret', metadata: { ...secret.metadata, namespace: 'apps' } });
      assert.match(
        (await world.run('secret orders')).stderr,
        /^error: no connection Secret of atlasdeployment\/orders was found in namespace default$/m,
      );
      assert.match((await world.run('secret orders -A')).stdout, /^connectionStringPrivateSrv +blue /m);
    }));

  test("with rights on Secrets only, a Secret's own name shows its strings and their endpoint stays unknown", () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const env = as(world, [secretsOnly]);
      for (const name of ['orders', 'ad/orders']) {
        // Which cluster the deployment is, and of which project, cannot be told.
        const { stdout, stderr, code } = await world.run(`secret ${name}`, { env });
        assert.match(stderr, /^Error from server \(Forbidden\): atlasdeployments\.atlas\.mongodb\.com "orders"/);
        assert.deepEqual([stdout, code], ['', 1]);
      }
      for (const name of ['shop-orders-app', 'secret/shop-orders-app']) {
        const seen = await world.run(`secret ${name}`, { env });
        assert.match(seen.stdout, /^connectionStringPrivateSrv +<unknown> +mongodb\+srv/m, name);
        assert.match(
          seen.stderr,
          /^warning: could not read the deployment, so it is unknown which endpoint a string belongs to: Error from server \(Forbidden\)/,
          name,
        );
        assert.equal(seen.code, 0);
      }
    }));

  test('a Secret that is named as one takes no more than the right to get it', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const env = as(world, [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }]);
      const seen = await world.run('secret secret/shop-orders-app', { env });
      assert.match(seen.stdout, /^connectionStringPrivateSrv +<unknown> +mongodb\+srv/m);
      assert.match(seen.stderr, /^warning: could not read the deployment, .*\(Forbidden\)/);
      assert.equal(seen.code, 0);
      const unnamed = await world.run('secret shop-orders-app', { env });
      assert.match(unnamed.stderr, /^Error from server \(Forbidden\): secrets is forbidden: .* cannot list resource/);
      assert.deepEqual([unnamed.stdout, unnamed.code], ['', 1]);
    }));

  test('a deployment next to its Secret that has its cluster name is read alone: no list of deployments is needed', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      const rules = [reading('', 'secrets'), reading('atlas.mongodb.com', 'atlasdeployments', 'atlasprojects')];
      const seen = await world.run('secret secret/shop-orders-app', { env: as(world, rules) });
      assert.match(seen.stdout, /^connectionStringPrivateSrv +blue +mongodb\+srv/m);
      assert.doesNotMatch(seen.stderr, /warning/);
    }));

  test('with rights on Secrets only, a name that no Secret bears is told by the right that is missing', () =>
    inWorld({}, async (world) => {
      await linked(world, 'blue');
      assert.deepEqual(await world.run('secret order', { env: as(world, [secretsOnly]) }), {
        stdout: '',
        stderr: `Error from server (Forbidden): atlasdeployments.atlas.mongodb.com "order" is forbidden: User "eve" cannot get resource "atlasdeployments" in API group "atlas.mongodb.com" in the namespace "default"
hint: the missing permission is "get" on atlasdeployments.atlas.mongodb.com in namespace default; docs/permissions.md has the whole Role. Check with: kubectl auth can-i get atlasdeployments.atlas.mongodb.com -n default
`,
        code: 1,
      });
    }));

  test("another user's broken Secret does not stand in the way", () =>
    inWorld({}, async (world) => {
      world.addUser('batch');
      world.deploy();
      await world.operator.settled();
      world.kubernetes.store.edit('secrets', 'default', 'shop-orders-batch', (secret) => {
        secret['data'] = { ...(secret['data'] as object), password: 'not base64!' };
      });
      assert.deepEqual(await world.run('secret orders --user app --key username'), {
        stdout: 'app\n',
        stderr: '',
        code: 0,
      });
    }));
});

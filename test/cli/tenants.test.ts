import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { Rule } from '../fakes/apiserver/access.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';
import { dedicatedOf, prodId, projectOf, secretOf, serviceOf, stagingId, userOf } from '../sandbox/two-projects.ts';

const vpce = 'vpce-0aaaaaaaaaaaaaaaa';
const project = 'mongodb-atlas/mongodb-atlas-project';
const hostOf = (cluster: string): string => `${cluster}-pl-0.ab1cd.mongodb.net`;

/** A deployment of the platform's project, and its string in the status. */
function tenant(namespace: string, cluster: string): Record<string, unknown> {
  return dedicatedOf({ name: 'atlas-deployment', namespace, cluster, project, strings: { [vpce]: hostOf(cluster) } });
}

function secretFor(cluster: string, namespace: string, user = 'app'): Record<string, unknown> {
  const name = `team-one-${cluster}-${user}`;
  return secretOf({ name, namespace, cluster, projectId: stagingId, user, hosts: [hostOf(cluster)] });
}

/** The project and the endpoint are the platform's, deployments and users the tenants'. */
const platform = [
  projectOf('mongodb-atlas-project', 'mongodb-atlas', stagingId),
  serviceOf('team-one-us', project, [vpce], 'mongodb-atlas'),
];
const tenants = [...platform, tenant('tenant-a', 'a'), tenant('tenant-b', 'b')];

async function inTenants(
  manifests: readonly Record<string, unknown>[],
  body: (world: World) => Promise<void>,
): Promise<void> {
  await inWorld({ empty: true, generation: 'v2.15' }, async (world) => {
    world.operator.paused = true;
    for (const manifest of manifests) world.kubernetes.store.create(manifest);
    const { account } = world.ec2;
    const service = account.addService('com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0', {
      region: 'us-east-1',
      zones: ['us-east-1a'],
    });
    account.addEndpoint(vpce, service, account.addVpc({ region: 'us-east-1' }));
    await body(world);
  });
}

function as(world: World, rules: readonly Rule[]): { readonly KUBECONFIG: string } {
  const file = `${world.kubeconfig}-eve`;
  writeFileSync(file, world.kubernetes.kubeconfig({ token: world.kubernetes.addUser('eve', rules) }));
  return { KUBECONFIG: file };
}

const srv = (cluster: string, user = 'app'): string => `mongodb+srv://${user}:x@${hostOf(cluster)}`;

suite('deployments in other namespaces than their project', (test) => {
  test('up ends with the string of the deployment that was named, and the command it prints works', () =>
    inTenants([...tenants, secretFor('a', 'tenant-a'), secretFor('b', 'tenant-b')], async (world) => {
      const seen = await world.run('up ad/atlas-deployment -n tenant-a -o json');
      assert.equal(seen.code, 0, seen.stderr);
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?secret +(?:\d\S* +)?secret\/team-one-a-app of database user app$/m);
      assert.match(seen.stdout, /a-pl-0\.ab1cd/);
      assert.doesNotMatch(seen.stdout, /b-pl-0\.ab1cd/);
      const [, next = ''] = /^use it in a Pod: kubectl atlas-pe (.*)$/m.exec(seen.stderr) ?? [];
      assert.equal(next, `secret atlasdeployment/atlas-deployment -n tenant-a --endpoint ${vpce} -o pod-env`);
      const pasted = await world.run(next);
      assert.match(pasted.stdout, /name: team-one-a-app\n/);
      assert.equal(pasted.code, 0);
    }));

  test('a deployment of the same name where the endpoint is declared is another one', () =>
    inTenants(
      [...tenants, tenant('mongodb-atlas', 'own'), secretFor('own', 'mongodb-atlas'), secretFor('a', 'tenant-a')],
      async (world) => {
        const seen = await world.run('up ad/atlas-deployment -n tenant-a -o pod-env');
        assert.match(seen.stdout, /name: team-one-a-app\n/);
        assert.doesNotMatch(seen.stdout + seen.stderr, /own/);
      },
    ));

  test('the Secret is found next to the database user, in whatever namespace that is', () =>
    inTenants(
      [
        ...tenants,
        ...userOf('app', 'apps', project),
        ...userOf('stranger', 'other', prodId),
        secretFor('a', 'apps'),
        secretFor('b', 'apps'),
        // Nobody looks where no user of the project is.
        secretFor('a', 'other'),
      ],
      async (world) => {
        const seen = await world.run('secret ad/atlas-deployment -n tenant-a --key connectionStringPrivateSrv');
        assert.deepEqual(seen, {
          stdout: `${srv('a')}\n`,
          stderr: 'note: secret/team-one-a-app is in namespace apps\n',
          code: 0,
        });
        const up = await world.run('up ad/atlas-deployment -n tenant-b');
        assert.match(
          up.stderr,
          /^ \+ (?:\d\/\d )?secret +(?:\d\S* +)?secret\/team-one-b-app of database user app in namespace apps$/m,
        );
        assert.match(up.stdout, /b-pl-0\.ab1cd/);
      },
    ));

  test('a user that has its Secret elsewhere is found by its name though others have theirs here', () =>
    inTenants(
      [
        ...tenants,
        ...userOf('user1', 'apps', project, 'user1'),
        secretFor('a', 'apps', 'user1'),
        secretFor('a', 'tenant-a'),
      ],
      async (world) => {
        const command = 'secret ad/atlas-deployment -n tenant-a --key connectionStringPrivateSrv';
        assert.equal((await world.run(command)).stdout, `${srv('a')}\n`);
        assert.equal((await world.run(`${command} --user user1`)).stdout, `${srv('a', 'user1')}\n`);
        const unknown = await world.run(`${command} --user user2`);
        assert.match(
          unknown.stderr,
          /^error: no connection Secret of .* is for the database user "user2"\nhint: there are Secrets for: app\n/,
        );
      },
    ));

  test('where rights stop the search, that is said instead of nothing', () =>
    inTenants([...tenants, ...userOf('app', 'apps', project), secretFor('a', 'apps')], async (world) => {
      const here = { namespaces: ['tenant-a', 'mongodb-atlas'] };
      const read = ['get', 'list', 'watch'];
      const kinds = ['atlasdeployments', 'atlasprojects', 'atlasprivateendpoints', 'atlasdatabaseusers'];
      const rules: Rule[] = [
        { verbs: read, apiGroups: ['atlas.mongodb.com'], resources: kinds, ...here },
        { verbs: ['list'], apiGroups: [''], resources: ['secrets'], ...here },
      ];
      const none =
        'no connection Secret of atlasdeployment/atlas-deployment was found in namespace tenant-a, and the operator writes it next to the AtlasDatabaseUser, which may be in a namespace that could not be searched: Error from server (Forbidden): ';
      const blind = await world.run('secret ad/atlas-deployment -n tenant-a', { env: as(world, rules) });
      assert.equal(
        blind.stderr.startsWith(`error: ${none}atlasdatabaseusers.atlas.mongodb.com is forbidden: `),
        true,
        blind.stderr,
      );
      assert.deepEqual([blind.stdout, blind.code], ['', 1]);
      const users: Rule = { verbs: ['list'], apiGroups: ['atlas.mongodb.com'], resources: ['atlasdatabaseusers'] };
      const seen = await world.run('secret ad/atlas-deployment -n tenant-a', { env: as(world, [...rules, users]) });
      assert.equal(seen.stderr.startsWith(`error: ${none}secrets is forbidden: `), true, seen.stderr);
      assert.match(seen.stderr, /in namespace apps/);
    }));

  test('what the platform declares is seen by who may read its namespace only, and not declared once more', () =>
    inTenants([...tenants, secretFor('a', 'tenant-a')], async (world) => {
      const read = ['get', 'list', 'watch', 'create', 'patch'];
      const here = { namespaces: ['tenant-a', 'mongodb-atlas'] };
      const rules: Rule[] = [
        { verbs: read, apiGroups: ['atlas.mongodb.com'], resources: ['*'], ...here },
        { verbs: ['list'], apiGroups: [''], resources: ['secrets'], ...here },
      ];
      const seen = await world.run('up ad/atlas-deployment -n tenant-a --yes', { env: as(world, rules) });
      assert.match(seen.stderr, /^endpoint \S+ of ape\/team-one-us in namespace mongodb-atlas$/m);
      assert.deepEqual([/a-pl-0/.test(seen.stdout), seen.code], [true, 0], seen.stderr);
    }));

  test('what serves deployments in several namespaces names each with its own', () =>
    inTenants([...tenants, secretFor('a', 'tenant-a'), secretFor('b', 'tenant-b')], async (world) => {
      const seen = await world.run('secret ape/team-one-us -n mongodb-atlas');
      assert.equal(
        seen.stderr,
        `error: atlasprivateendpoint/team-one-us serves several clusters: tenant-a/atlas-deployment, tenant-b/atlas-deployment
hint: choose one with: kubectl atlas-pe secret ad/atlas-deployment -n tenant-a --endpoint vpce-0aaaaaaaaaaaaaaaa
  or: kubectl atlas-pe secret ad/atlas-deployment -n tenant-b --endpoint vpce-0aaaaaaaaaaaaaaaa
`,
      );
    }));

  test('what serves one deployment finds it in its own namespace', () =>
    inTenants([...platform, tenant('tenant-a', 'a'), secretFor('a', 'tenant-a')], async (world) => {
      const seen = await world.run('secret ape/team-one-us -n mongodb-atlas --key connectionStringPrivateSrv');
      assert.equal(seen.stdout, `${srv('a')}\n`);
      const up = await world.run('up ape/team-one-us -n mongodb-atlas');
      assert.match(up.stdout, /a-pl-0/);
    }));

  test('a hint of a search in all namespaces keeps both flags', () =>
    inTenants([...tenants, secretFor('a', 'x', 'one'), secretFor('a', 'y', 'two')], async (world) => {
      const several = await world.run('secret ad/atlas-deployment -n tenant-a -A --key connectionStringPrivateSrv');
      const [, hint = ''] = /kubectl atlas-pe (secret .*)\n$/.exec(several.stderr) ?? [];
      assert.match(hint, /-n tenant-a.* -A/);
      assert.match(hint, /--user one/);
      assert.equal((await world.run(`${hint} --key connectionStringPrivateSrv`)).stdout, `${srv('a', 'one')}\n`);
      const none = await world.run('secret ad/atlas-deployment -n tenant-b');
      assert.match(
        none.stderr,
        /kubectl atlas-pe secret ad\/atlas-deployment -n tenant-b -A; wait for it with: kubectl atlas-pe secret ad\/atlas-deployment -n tenant-b --wait\n$/,
      );
    }));
});

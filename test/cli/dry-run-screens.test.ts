import assert from 'node:assert/strict';
import { placed, placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';
const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const deployment = 'atlasdeployment.atlas.mongodb.com/orders';
const heading = 'endpoint orders-pe of ad/orders in namespace default';
const later = 'note: the id of the cloud endpoint is not known before it is there; the object is shown without it';

/** Runs commands that have to succeed. */
async function ran(world: World, ...commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const { code, stderr } = await world.run(command);
    assert.equal(code, 0, `${command}: ${stderr}`);
  }
}

function inNewWorld(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({}, async (world) => {
    world.deploy();
    await body(world);
  });
}

const planOf = ({ account: { vpcId } }: World): string => `   1/7 declare            add it to the spec
   2/7 reserve            wait for the endpoint service
   3/7 endpoint           create it in ${vpcId}
   4/7 accept             wait until it can be linked
   5/7 link               write its id into the spec
   6/7 connect            wait for Atlas to connect it
   7/7 secret             print the connection string without its password
`;

suite('--dry-run of up', (test) => {
  for (const flag of ['--dry-run', '--dry-run=client'])
    test(`${flag} shows the plan and what would become of the object, and asks nothing`, () =>
      inNewWorld(async (world) => {
        assert.deepEqual(await world.run(`up orders ${placedInGroup(world)} ${flag}`, { tty: true, answers: [] }), {
          stdout: `${planOf(world)}${deployment} configured (dry run)\n`,
          stderr: `${heading}\n${accountLines.AWS}\n${later}\nnothing was changed\n`,
          code: 0,
        });
      }));

  test('--dry-run=server says what was checked, and by whom: EC2 as soon as it can be asked', () =>
    inNewWorld(async (world) => {
      const command = `up orders ${placedInGroup(world)} --dry-run=server`;
      const early = await world.run(command);
      assert.equal(early.stdout, `${planOf(world)}${deployment} configured (server dry run)\n`);
      assert.match(
        early.stderr,
        /^note: AWS can check the creation of the cloud endpoint only when the service is reserved; the placement was read$/m,
      );
      await ran(world, 'create orders');
      assert.deepEqual((await world.run(command)).stderr.split('\n').slice(-3), [
        'note: AWS has checked the creation of the cloud endpoint, permissions included, and would accept it',
        'nothing was changed',
        '',
      ]);
      world.ec2.fail({
        action: 'CreateVpcEndpoint',
        code: 'UnauthorizedOperation',
        message: 'You are not authorized to perform this operation',
      });
      const refused = await world.run(command);
      assert.match(refused.stderr, /^error: .*CreateVpcEndpoint/m);
      assert.equal(refused.code, 1);
    }));

  test('--dry-run=none is none', () =>
    inNewWorld(async (world) => {
      await ran(world, 'create orders --dry-run=none');
      assert.match((await world.run('status orders')).stdout, new RegExp(service));
    }));

  test('where nothing says where the cloud endpoint would be, the rest of the plan is shown', () =>
    inNewWorld(async (world) => {
      const seen = await world.run('up orders --dry-run');
      assert.match(seen.stdout, /^ {3}3\/7 endpoint {11}find it$/m);
      assert.equal(
        seen.stderr,
        `endpoint "orders-pe" of atlasdeployment/orders has no cloud endpoint yet
warning: there is no placement to propose: the cluster has no nodes
note: without --dry-run, the command has to be told where to create the cloud endpoint of endpoint "orders-pe" of atlasdeployment/orders (give --from-nodes --yes)
${heading}
${later}
nothing was changed
`,
      );
      assert.equal(seen.code, 0);
    }));

  test('--dry-run=server also has checked what --refresh would write for the Secret', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.addService();
      await ran(world, `create shop-us ${placedInGroup(world)}`, 'link shop-us');
      const patches = (): readonly string[] =>
        world.kubernetes
          .requests()
          .flatMap(({ verb, path }) => (verb === 'patch' && path.includes('dryRun') ? [path] : []));
      for (const more of ['', ' --refresh']) {
        const seen = await world.run(`up orders --dry-run=server${more}`);
        assert.deepEqual([seen.code, seen.stderr.includes('warning')], [0, false], seen.stderr);
      }
      assert.deepEqual(patches().length, 2);
      assert.match(patches()[0] ?? '', /\/atlasdeployments\/orders\?dryRun=All&/);
      assert.equal((await world.run('up orders --dry-run --refresh')).code, 0);
      assert.equal((await world.run('up orders --dry-run=server --refresh=false')).code, 0);
      assert.deepEqual(patches().length, 2);
      world.kubernetes.fail({
        verb: 'patch',
        resource: 'atlasdeployments',
        status: 403,
        reason: 'Forbidden',
        message: 'frozen',
      });
      const refused = await world.run('up orders --dry-run=server');
      assert.match(refused.stderr, /frozen/);
      assert.equal(refused.code, 1);
    }));

  test('of several regions each has its own steps, and what the command would ask is noted', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      world.addUser('batch');
      const seen = await world.run('up orders --dry-run', { tty: true, answers: [] });
      assert.match(seen.stdout, /^EU_WEST_1 {5}1\/6 declare {12}create atlasprivateendpoint\/orders-eu-west-1$/m);
      assert.match(seen.stdout, /^ {3}secret {13}have the operator write the Secret/m);
      assert.match(
        seen.stderr,
        /^note: without --dry-run, the command has to be told which database user: app, batch \(give --user app\)$/m,
      );
      assert.deepEqual([seen.code, world.kubernetes.store.list('atlasprivateendpoints')], [0, []]);
    }));

  test('what is there already is marked; where all of it is, nothing would change', () =>
    inNewWorld(async (world) => {
      await ran(world, `up orders ${placedInGroup(world)}`);
      assert.deepEqual(await world.run('up orders --dry-run'), {
        stdout: ` + 1/6 declare   already  in the spec
 + 2/6 reserve   already  ${service}
 + 3/6 endpoint  already  ${id}
 + 4/6 link      already  ${id} is in the spec
 + 5/6 connect   already  AVAILABLE
   6/6 secret             print the connection string without its password
${deployment} unchanged (dry run)
`,
        stderr: `${heading}\nnothing was changed\n`,
        code: 0,
      });
      const diff = await world.run('up orders --dry-run=server -o diff');
      assert.deepEqual([diff.stdout, diff.code], ['', 0]);
    }));

  test('an object that does not exist is created; its Secret, which the operator does not write by itself, is named', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const seen = await world.run(`up orders ${placedInGroup(world)} --dry-run=server`);
      assert.match(seen.stdout, /^ {3}1\/7 declare {12}create atlasprivateendpoint\/orders-us-east-1$/m);
      assert.match(seen.stdout, /^ {3}7\/7 secret {13}have the operator write the Secret, and print the connection/m);
      assert.match(
        seen.stdout,
        /^atlasprivateendpoint\.atlas\.mongodb\.com\/orders-us-east-1 created \(server dry run\)$/m,
      );
    }));
});

suite('-o under --dry-run', (test) => {
  const linked = `apiVersion: atlas.mongodb.com/v1
kind: AtlasDeployment
metadata:
  name: orders
  namespace: default
  labels:
    team: shop
spec:
  projectRef:
    name: shop
  serverlessSpec:
    name: orders
    providerSettings:
      providerName: SERVERLESS
      backingProviderName: AWS
      regionName: US_EAST_1
    tags:
      - key: env
        value: prod
    privateEndpoints:
      - name: orders-pe
        cloudProviderEndpointID: ${id}
`;

  for (const mode of ['client', 'server'])
    test(`yaml, json, jsonpath and name are about the object as it would be, ready for Git (${mode})`, () =>
      inNewWorld(async (world) => {
        await ran(world, `create orders ${placedInGroup(world)}`);
        const yaml = await world.run(`link orders --dry-run=${mode} -o yaml`);
        assert.deepEqual([yaml.stdout, yaml.code], [linked, 0]);
        assert.match(yaml.stderr, /^ {3}5\/6 link {15}write its id into the spec$/m);
        const json = await world.run(`link orders --dry-run=${mode} -o json`);
        assert.deepEqual(Object.keys(JSON.parse(json.stdout).metadata), ['name', 'namespace', 'labels']);
        const path = '-o=jsonpath={.spec.serverlessSpec.privateEndpoints[0].cloudProviderEndpointID}';
        assert.equal((await world.run(`link orders --dry-run=${mode} ${path}`)).stdout, id);
        assert.equal((await world.run(`link orders --dry-run=${mode} -o name`)).stdout, `${deployment}\n`);
      }));

  test('diff is a diff, and the exit code says whether there is one: 1, or 0, or 2 for an error', () =>
    inNewWorld(async (world) => {
      await ran(world, `create orders ${placedInGroup(world)}`);
      const file = 'atlas.mongodb.com.v1.AtlasDeployment.default.orders';
      const differs = await world.run('link orders --dry-run -o diff');
      assert.equal(
        differs.stdout,
        `--- LIVE/${file}
+++ MERGED/${file}
@@ -19,3 +19,4 @@
         value: prod
     privateEndpoints:
       - name: orders-pe
+        cloudProviderEndpointID: ${id}
`,
      );
      assert.equal(differs.code, 1);
      await ran(world, 'link orders');
      const same = await world.run('link orders --dry-run -o diff');
      assert.deepEqual([same.stdout, same.code], ['', 0]);
      const failed = await world.run('link nothing --dry-run -o diff');
      assert.deepEqual([failed.stdout, failed.code], ['', 2]);
      assert.equal((await world.run('link nothing --dry-run')).code, 1);
    }));

  test('an id that is not known yet is a difference that the diff cannot show', () =>
    inNewWorld(async (world) => {
      await ran(world, 'create orders');
      const seen = await world.run(`up orders ${placed(world)} --dry-run -o diff`);
      assert.deepEqual([seen.stdout, seen.code], ['', 1]);
      assert.match(seen.stderr, new RegExp(`^${later}$`, 'm'));
    }));

  test('formats that are about something else are refused, with and without it', () =>
    inNewWorld(async (world) => {
      assert.equal(
        (await world.run('up orders --dry-run -o pod-env')).stderr,
        'error: unable to match a printer suitable for the output format "pod-env", allowed formats are: diff,json,jsonpath,jsonpath-as-json,jsonpath-file,name,yaml\n',
      );
      assert.equal(
        (await world.run('create orders -o diff')).stderr,
        'error: unable to match a printer suitable for the output format "diff", allowed formats are: json,jsonpath,jsonpath-as-json,jsonpath-file,name,yaml\n',
      );
      assert.equal(
        (await world.run('delete orders -o yaml')).stderr,
        'error: unable to match a printer suitable for the output format "yaml", allowed formats are: name\n',
      );
    }));
});

suite('--dry-run of delete', (test) => {
  test('shows the steps below what goes and what it means, and the spec without the endpoint', () =>
    inNewWorld(async (world) => {
      await ran(world, `up orders ${placedInGroup(world)}`);
      const seen = await world.run('delete orders --dry-run=server');
      assert.equal(
        seen.stdout,
        `   1/4 remove             remove it from the spec
   2/4 release            wait until Atlas has released it
   3/4 delete             delete ${id}
   4/4 confirm            wait until ${id} is gone
${deployment} configured (server dry run)
`,
      );
      assert.deepEqual(seen.stderr.split('\n').slice(-4), [
        'note: the service is deleted too; a new endpoint will get a new service name',
        `note: AWS has checked the deletion of ${id}, permissions included, and would accept it`,
        'nothing was changed',
        '',
      ]);
      const diff = await world.run('delete orders --dry-run -o diff');
      assert.match(diff.stdout, new RegExp(`^- {8}cloudProviderEndpointID: ${id}$`, 'm'));
      assert.equal(diff.code, 1);
    }));

  test('of a whole object it is a list without it', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      await ran(world, `up orders ${placedInGroup(world)} --yes`);
      const seen = await world.run('delete orders --dry-run=server -o json');
      assert.deepEqual(JSON.parse(seen.stdout), { apiVersion: 'v1', kind: 'List', items: [] });
      assert.match(seen.stderr, /^ {3}5\/5 object {13}delete atlasprivateendpoint\/orders-us-east-1$/m);
      const plain = await world.run('delete orders --dry-run');
      assert.match(plain.stdout, /^atlasprivateendpoint\.atlas\.mongodb\.com\/orders-us-east-1 deleted \(dry run\)$/m);
    }));

  test('nothing to delete is no error with --ignore-not-found', () =>
    inNewWorld(async (world) => {
      assert.deepEqual(await world.run('delete orders --dry-run --ignore-not-found'), {
        stdout: '',
        stderr: '',
        code: 0,
      });
    }));
});

suite('flags beside --dry-run', (test) => {
  test('another value is refused before anything is read', () =>
    inNewWorld(async (world) => {
      assert.deepEqual(await world.run('up orders --dry-run=yes'), {
        stdout: '',
        stderr: `error: invalid argument "yes" for "--dry-run" flag: not client, server or none
hint: See 'kubectl atlas-pe up --help' for usage.
`,
        code: 1,
      });
      // As with kubectl, the value follows an equals sign: this is a second name.
      assert.match(
        (await world.run('up orders --dry-run server')).stderr,
        /^Error from server \(NotFound\): .* "server" not found in namespace default; nothing was changed\n/,
      );
    }));

  test('those that it leaves without an effect are told', () =>
    inNewWorld(async (world) => {
      const { stderr } = await world.run('create orders --dry-run --yes --wait=false --force --field-manager me');
      assert.deepEqual(
        stderr.split('\n').filter((line) => line.startsWith('warning: ')),
        [
          ...['yes', 'wait', 'force'].map(
            (name) => `warning: --${name} has no effect with --dry-run, which changes nothing and waits for nothing`,
          ),
          'warning: --field-manager has no effect with --dry-run=client, which sends no change to the API server',
        ],
      );
    }));

  test('a shell completes its values', () =>
    inNewWorld(async (world) => {
      const { stdout } = await world.run(['__complete', 'up', 'orders', '--dry-run=']);
      assert.deepEqual(stdout.split('\n').slice(0, 3), ['client', 'server', 'none']);
    }));
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { seedAccount } from '../fakes/ec2/seed.ts';
import { installOperator } from '../harness/operator-image.ts';
import { placed } from '../harness/placement.ts';
import { awsItem, withItem } from '../harness/project-items.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** The lines of a script that are commands, without their comments. */
function commandsIn(script: string): readonly string[] {
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(kubectl|aws) |^\w+=\$\((kubectl|aws) /.test(line));
}

/** What is printed of a command that is not refused. */
async function printed(world: World, command: string): Promise<string> {
  await world.operator.settled();
  const version = world.kubernetes.store.resourceVersion();
  const { stdout, stderr, code } = await world.run(command);
  assert.equal(code, 0, stderr);
  assert.equal(world.kubernetes.store.resourceVersion(), version);
  return stdout;
}

async function ran(world: World, command: string): Promise<void> {
  const { code, stderr } = await world.run(command);
  assert.equal(code, 0, stderr);
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

/** The JSON patches of a script, with the names of its variables in them. */
function patchesIn(script: string): readonly (readonly Operation[])[] {
  return [...script.matchAll(/ --type=json -p '(.*)'$/gm)].map(
    ([, patch = '']) => JSON.parse(patch.replace(/'"(\$\w+)"'/g, '$1')) as readonly Operation[],
  );
}

/** Asserts that a command is refused, and declares nothing. */
async function refused(world: World, command: string, stderr: string): Promise<void> {
  assert.deepEqual(await world.run(command), { stdout: '', stderr, code: 1 });
  assert.deepEqual(world.kubernetes.store.list('atlasprivateendpoints'), []);
}

// What test/process/print-commands-aws.check.ts runs is only looked at here.
suite('--print-commands', (test) => {
  test('create: the object, the wait for its service, the endpoint with what is read from the object, and the wait for it', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const { stdout, stderr, code } = await world.run(
        `create orders ${placed(world)} --print-commands --field-manager ops`,
      );
      assert.equal(code, 0, stderr);
      assert.match(stderr, /nothing was changed\n$/);
      const [declare, reserve, uid, service, endpoint, ...others] = commandsIn(stdout);
      assert.equal(declare, "kubectl create -n default --field-manager=ops -f - <<'EOF'");
      assert.match(reserve ?? '', /^state=\$\(kubectl get .*serviceStatus/);
      assert.match(stdout, /^looks=360\n.*\n.*serviceStatus.*\n.*\n {4}'AVAILABLE: '\*\) break ;;\n {4}'FAILED: '\* /m);
      assert.match(uid ?? '', /^uid=\$\(kubectl get /);
      assert.match(service ?? '', /^service=\$\(kubectl get /);
      assert.match(
        endpoint ?? '',
        /^endpoint=\$\(aws ec2 create-vpc-endpoint .*--service-name "\$service" .*"'"\$uid"'"/,
      );
      assert.equal(others.length, 1);
      assert.match(others[0] ?? '', /^state=.*describe-vpc-endpoints .*Values="\$endpoint" /);
      assert.equal(world.kubernetes.store.get('atlasprivateendpoints', 'default', 'orders-us-east-1'), undefined);
      assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
    }));

  test('the flags of the cluster and of the account are in every command', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const profile = '[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = example\n';
      writeFileSync(world.env['AWS_CONFIG_FILE'] ?? '', profile);
      const given = `up orders ${placed(world)} --context sandbox --profile default --yes`;
      const made = await world.run(given);
      assert.equal(made.code, 0, made.stderr);
      const { stdout, code } = await world.run('delete orders --context sandbox --profile default --print-commands');
      assert.equal(code, 0);
      const each = stdout.split('\n').filter((line) => /\b(kubectl|aws ec2) /.test(line) && !line.startsWith('#'));
      assert.ok(each.length > 4, stdout);
      for (const line of each) assert.match(line, line.includes('aws ec2') ? /--profile default/ : /--context sandbox/);
    }));

  test('two regions: one script, in which each endpoint has a variable of its own, and its steps its name', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      const eu = seedAccount(world.ec2, 'eu-west-1');
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      const subnets = `us-east-1=${world.account.subnets.a},eu-west-1=${eu.subnets.a}`;
      const { stdout, stderr, code } = await world.run(`up orders --subnet-id ${subnets} --refresh --print-commands`);
      assert.equal(code, 0, stderr);
      const steps = [...stdout.matchAll(/^# (\d+\/\d+) (\S+ \w+):/gm)].map(([, , title]) => title);
      assert.equal(stdout.match(/^#!\/bin\/sh$/gm)?.length, 1);
      for (const region of ['us-east-1', 'eu-west-1']) {
        const variable = `endpoint_orders_${region.replaceAll('-', '_')}`;
        assert.match(stdout, new RegExp(`^${variable}=\\$\\(aws ec2 create-vpc-endpoint --region ${region} `, 'm'));
        assert.match(
          stdout,
          new RegExp(`^kubectl patch atlasprivateendpoint/orders-${region} .*"\\$${variable}"`, 'm'),
        );
      }
      assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
      assert.ok(steps.length >= 12, stdout);
    }));

  test('what has no effect beside it, or cannot be written as commands, is refused in one sentence', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      await refused(
        world,
        'create orders --print-commands --dry-run=server',
        'error: --dry-run shows the steps, and --print-commands the commands that do the same\nhint: use one or the other; neither changes anything\n',
      );
      await refused(
        world,
        'create orders --print-commands -o yaml',
        'error: --print-commands prints a script, and has no other format\nhint: omit -o\n',
      );
      for (const [flag, name] of [
        ['--git', '--git'],
        ['--write x.yaml', '--write'],
      ] as const)
        await refused(
          world,
          `up orders --print-commands ${flag}`,
          `error: --print-commands prints commands that write the object, which ${name} leaves to Git\nhint: see the change for Git with: kubectl atlas-pe up orders ${flag} --dry-run -o yaml; or omit ${name}\n`,
        );
    }));

  test('what cannot be written as commands is refused, with the command that shows the steps', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await ran(world, `up orders ${placed(world)}`);
      const { stdout, stderr, code } = await world.run(
        'up orders --id vpce-026b4c868ce5d755d --recreate --print-commands --timeout 5m',
      );
      assert.deepEqual([stdout, code], ['', 1]);
      const [error, hint] = stderr.trimEnd().split('\n').slice(-2);
      assert.equal(error, 'error: --print-commands does not go with --recreate');
      assert.equal(
        hint,
        'hint: see the steps with: kubectl atlas-pe up orders --id vpce-026b4c868ce5d755d --recreate --timeout 5m --dry-run',
      );
    }));

  test('an item of a project: declared, and linked only where it still is what it was', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      world.declareInProject([{ provider: 'AWS', region: 'EU_WEST_1', id: 'vpce-0123456789abcdef0' }]);
      await world.operator.settled();
      const up = `up ap/shop --endpoint AWS/US_EAST_1 --legacy --refresh=false ${placed(world)} --print-commands`;
      const stdout = await printed(world, up);
      assert.deepEqual(patchesIn(stdout), [
        [{ op: 'add', path: '/spec/privateEndpoints/-', value: awsItem }],
        [
          { op: 'test', path: '/spec/privateEndpoints/1', value: awsItem },
          { op: 'add', path: '/spec/privateEndpoints/1/id', value: '$endpoint' },
        ],
      ]);
      assert.match(stdout, /^service=\$\(kubectl get atlasproject\/shop .*US_EAST_1.*\.serviceName/m);
      assert.match(stdout, /^ {4}'False: ' \| \*'is not ready' \| \*'is deleting'\) ;;\n {4}'True: '\*\) break ;;$/m);
    }));

  test('the first item of a project is not declared over one that is there by then', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const stdout = await printed(world, 'create ap/shop --endpoint AWS/US_EAST_1 --legacy --print-commands');
      assert.match(
        stdout,
        /^list=\$\(kubectl get .*\{\.spec\.privateEndpoints\}'\)\nif \[ "\$list" != '' \]; then echo '.*' >&2; exit 1; fi\nkubectl patch /m,
      );
    }));

  test('an endpoint of a serverless instance: a failure that the operator tries again ends no wait', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const stdout = await printed(world, `up orders ${placed(world)} --print-commands`);
      assert.deepEqual(patchesIn(stdout).at(-1), [
        { op: 'test', path: '/spec/serverlessSpec/privateEndpoints/0', value: { name: 'orders-pe' } },
        { op: 'add', path: '/spec/serverlessSpec/privateEndpoints/0/cloudProviderEndpointID', value: '$endpoint' },
      ]);
      assert.match(
        stdout,
        /^ {4}'FAILED: failed to create serverless private endpoint: '\* \| .*\) ;;\n.*\n {4}'FAILED: '\*\) echo "\$state" >&2; exit 1 ;;$/m,
      );
    }));

  test('an older operator is made to write the Secret by the password; what would go with that is refused', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      installOperator(world, '2.11.1');
      world.deployCluster();
      world.addService();
      await world.operator.settled();
      const up = `up shop-us ${placed(world)} --refresh --print-commands`;
      const stdout = await printed(world, up);
      assert.match(stdout, /^ {4}x\*\) break ;;$/m);
      assert.match(stdout, /^ {2}now=\$\(date .*\)\n {2}kubectl annotate secret\/app-password .*refreshed-at="\$now"/m);
    }));

  test('several names: one script, in which each step says whose it is; delete too', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      const eu = seedAccount(world.ec2, 'eu-west-1');
      world.deployCluster();
      world.deployCluster({ name: 'reports', regions: ['US_EAST_1', 'EU_WEST_1'] });
      const subnets = `--subnet-id us-east-1=${world.account.subnets.a},eu-west-1=${eu.subnets.a}`;
      const up = `up ad/orders ad/reports ${subnets} --refresh`;
      const stdout = await printed(world, `${up} --print-commands`);
      assert.equal(stdout.match(/^#!\/bin\/sh$/gm)?.length, 1);
      const creations = [...stdout.matchAll(/^(\w+)=\$\(aws ec2 create-vpc-endpoint /gm)].map(([, name]) => name);
      assert.deepEqual(creations, ['endpoint_orders_us_east_1', 'endpoint_reports_eu_west_1']);
      assert.equal(stdout.match(/^strings=/gm)?.length, 2);
      await ran(world, `${up} --yes`);
      const deletion = await printed(world, 'delete ad/orders ad/reports --print-commands');
      assert.equal(deletion.match(/^kubectl delete atlasprivateendpoint\//gm)?.length, 2);
      assert.equal(deletion.match(/^refused=\$\(aws ec2 delete-vpc-endpoints /gm)?.length, 2);
    }));

  test('migrate: every change is checked first, and tests that the project declares what it did; and the way back', () =>
    withItem('v2.15', async (world) => {
      const stdout = await printed(world, 'migrate ap/shop --print-commands');
      const titles = [...stdout.matchAll(/^# (\d\/8 \w+):/gm)].map(([, title]) => title);
      assert.deepEqual(titles, [
        '1/8 look',
        '2/8 current',
        '3/8 pause',
        '4/8 forget',
        '5/8 create',
        '6/8 adopt',
        '7/8 move',
        '8/8 settle',
      ]);
      const [first, second] = commandsIn(stdout);
      assert.match(first ?? '', /^kubectl create .*--dry-run=server/);
      assert.match(second ?? '', /^kubectl patch atlasproject\/shop .*--dry-run=server/);
      for (const [test] of patchesIn(stdout))
        assert.deepEqual([test?.op, test?.path], ['test', '/spec/privateEndpoints']);
      const refusedUndo = await world.run('migrate ap/shop --undo --print-commands');
      assert.deepEqual([refusedUndo.stdout, refusedUndo.code], ['', 1]);
    }));
});

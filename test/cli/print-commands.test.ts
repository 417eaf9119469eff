import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { seedAccount } from '../fakes/ec2/seed.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** The lines of a script that are commands, without their comments. */
function commandsIn(script: string): readonly string[] {
  return script.split('\n').filter((line) => /^(kubectl|aws) |^\w+=\$\((kubectl|aws) /.test(line));
}

/** Asserts that a command is refused, and declares nothing. */
async function refused(world: World, command: string, stderr: string): Promise<void> {
  assert.deepEqual(await world.run(command), { stdout: '', stderr, code: 1 });
  assert.deepEqual(world.kubernetes.store.list('atlasprivateendpoints'), []);
}

// What test/process/print-commands.check.ts runs is only looked at here.
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
      assert.match(reserve ?? '', /^kubectl wait .*serviceStatus.*=AVAILABLE' --timeout=30m$/);
      assert.match(uid ?? '', /^uid=\$\(kubectl get /);
      assert.match(service ?? '', /^service=\$\(kubectl get /);
      assert.match(
        endpoint ?? '',
        /^endpoint=\$\(aws ec2 create-vpc-endpoint .*--service-name "\$service" .*"'"\$uid"'"/,
      );
      assert.deepEqual(others, []);
      assert.match(stdout, /describe-vpc-endpoints .*Values="\$endpoint" /);
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
          `error: --print-commands prints commands that write the object, which ${name} leaves to Git\nhint: see the change for Git with --dry-run -o yaml in place of --print-commands, or omit ${name}\n`,
        );
    }));

  test('another kind of object is refused: its steps can be seen', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { stdout, stderr, code } = await world.run('create orders --print-commands');
      assert.deepEqual([stdout, code], ['', 1]);
      assert.match(
        stderr,
        /error: --print-commands knows AtlasPrivateEndpoints, and not atlasdeployment\/orders on AWS\nhint: see the steps with --dry-run\n$/,
      );
    }));
});

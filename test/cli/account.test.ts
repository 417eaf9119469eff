import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

function isTold(line: string): boolean {
  return /^(AWS account|Azure subscription|Google Cloud project) /.test(line);
}

/** How often an account is told, and on which line of stderr first. */
function told(stderr: string): { readonly times: number; readonly at: number } {
  const lines = stderr.split('\n');
  return { times: lines.filter(isTold).length, at: lines.findIndex(isTold) };
}

/** A second account, behind a profile. */
function addProfile(world: World): Readonly<Record<string, string>> {
  const file = `${world.kubeconfig}-aws`;
  writeFileSync(file, '[profile prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = very-secret\n');
  world.ec2.belongs('AKIAPROD', '999900001111');
  return { AWS_CONFIG_FILE: file };
}

suite('the account that is acted on', (test) => {
  test('is told once, before anything is changed, on stderr', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`up orders ${placed(world)} -o json`);
      assert.deepEqual([seen.code, told(seen.stderr)], [0, { times: 1, at: 1 }]);
      const lines = seen.stderr.split('\n');
      assert.ok(
        lines.indexOf(accountLines.AWS) <
          lines.findIndex((line) => /^ \+ (?:\d\/\d )?declare +(?:\d\S* +)?/.test(line)),
      );
      assert.equal(typeof JSON.parse(seen.stdout), 'object');
      const gone = await world.run('delete orders', { answers: ['n'] });
      assert.deepEqual(told(gone.stderr), { times: 1, at: 0 });
    }));

  test('is not told where nothing is changed there', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const runs = ['create orders', `create orders ${placed(world)}`, 'link orders', 'up orders', 'status orders'];
      const times: number[] = [];
      for (const run of [...runs, 'delete orders --keep-cloud-endpoint --yes'])
        times.push(told((await world.run(run)).stderr).times);
      assert.deepEqual(times, [0, 1, 0, 0, 0, 0]);
    }));

  test('is that of the keys that sign: those of the environment before AWS_PROFILE, a profile that is typed before those', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const env = addProfile(world);
      const byVariable = await world.run(`create orders ${placed(world)}`, { env: { ...env, AWS_PROFILE: 'prod' } });
      assert.match(
        byVariable.stderr,
        /^AWS account 123456789012 \(credentials from AWS_ACCESS_KEY_ID\), region us-east-1$/m,
      );
      const keysOf = (): unknown => new Set(world.ec2.requests().map(({ accessKeyId }) => accessKeyId));
      assert.deepEqual(keysOf(), new Set(['AKIASANDBOX000000000']));
      const before = world.ec2.requests().length;
      const byFlag = await world.run(`create orders ${placed(world)} --profile prod`, { env });
      assert.match(byFlag.stderr, /^AWS account 999900001111 \(profile prod\), region us-east-1$/m);
      assert.deepEqual(
        new Set(
          world.ec2
            .requests()
            .slice(before)
            .map(({ accessKeyId }) => accessKeyId),
        ),
        new Set(['AKIAPROD']),
      );
    }));

  test('is called unknown where AWS refuses to tell it, and the command goes on', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.ec2.fail({ action: 'GetCallerIdentity', code: 'AccessDenied', message: 'explicit deny' });
      const seen = await world.run(`create orders ${placed(world)} --profile prod`, { env: addProfile(world) });
      assert.match(seen.stderr, /^AWS account unknown \(profile prod\), region us-east-1$/m);
      assert.equal(seen.code, 0);
    }));

  test('is looked up without a key or a secret in the log, however much is logged', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const seen = await world.run(`create orders ${placed(world)} --profile prod -v 9`, { env: addProfile(world) });
      assert.match(seen.stderr, /^sts GetCallerIdentity us-east-1 OK in \d+ milliseconds$/m);
      assert.doesNotMatch(seen.stderr + seen.stdout, /AKIAPROD|very-secret|Signature|Credential=/);
    }));

  test('stands in the commands of `aws` that are printed, where a profile was typed', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const env = addProfile(world);
      await world.run(`create orders ${placed(world)} --profile prod`, { env });
      const seen = await world.run('delete --orphans --profile prod', { env });
      assert.match(
        seen.stderr + seen.stdout,
        /No orphans found|delete-vpc-endpoints --region us-east-1 --profile prod --vpc/,
      );
      world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
        (object['spec'] as { serverlessSpec: { privateEndpoints?: unknown } }).serverlessSpec.privateEndpoints = [];
      });
      const orphaned = await world.run('delete --orphans --profile prod', { env });
      assert.match(
        orphaned.stderr,
        /such as: aws ec2 delete-vpc-endpoints --region us-east-1 --profile prod --vpc-endpoint-ids /,
      );
    }));

  test('is told before a placement beside the nodes is agreed to, and not again', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { subnets, groups } = world.account;
      const { id } = world.ec2.account.addInstance({
        region: 'us-east-1',
        subnetId: subnets.a,
        groupIds: [groups.open],
        privateIp: '10.20.1.10',
      });
      const labels = { 'topology.kubernetes.io/region': 'us-east-1' };
      const spec = { providerID: `aws:///us-east-1a/${id}` };
      world.kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'ip-1', labels }, spec });
      const seen = await world.run('create orders --from-nodes', { answers: ['y'] });
      assert.deepEqual([seen.code, told(seen.stderr)], [0, { times: 1, at: 0 }]);
    }));

  test('is a project on Google Cloud: that of a new endpoint, and that in which an existing one was found', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      const ape = 'ape/shop-gcp --project shop --provider GCP --region europe-west1';
      const seen = await world.run(`create ${ape} --subnetwork endpoints`);
      assert.deepEqual([seen.code, told(seen.stderr)], [0, { times: 1, at: 1 }], seen.stderr);
      assert.match(seen.stderr, new RegExp(`^${accountLines.GCP.replace(/[()]/g, '\\$&')}$`, 'm'));
      assert.equal((await world.run('link ape/shop-gcp')).code, 0);
      // Another project is gcloud's own by now; the endpoint stays where it is.
      const gone = await world.run('delete ape/shop-gcp', {
        answers: ['n'],
        env: { GOOGLE_CLOUD_PROJECT: 'shop-network' },
      });
      assert.equal(gone.stderr.split('\n')[0], accountLines.GCP);
      assert.equal(told(gone.stderr).times, 1);
    }));

  test('is a subscription on Azure, with the name that az knows it by', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const { subscription } = world.azure;
      const subnet = `/subscriptions/${subscription}/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints`;
      const seen = await world.run(`create orders --subnet ${subnet}`);
      assert.deepEqual([seen.code, told(seen.stderr)], [0, { times: 1, at: 1 }]);
      assert.match(seen.stderr, new RegExp(`^${accountLines.AZURE}$`, 'm'));
      const folder = world.env['AZURE_CONFIG_DIR'] ?? '';
      writeFileSync(
        `${folder}/azureProfile.json`,
        `\uFEFF${JSON.stringify({ subscriptions: [{ id: subscription.toUpperCase(), name: 'Shop\u001b[31m' }] })}`,
      );
      const named = await world.run('delete orders', { answers: ['n'] });
      assert.match(named.stderr, new RegExp(`^${accountLines.AZURE} \\(Shop\\^\\[\\[31m\\)\n`));
    }));
});

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

/** The candidates without their descriptions, and the directive. */
async function completed(world: World, words: readonly string[], env = {}): Promise<readonly string[]> {
  const seen = await world.run(['__complete', ...words], { env });
  assert.deepEqual([seen.stderr, seen.code], ['', 0]);
  return seen.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\t.*/, ''));
}

/** Has a cloud's library loaded, and lets no time pass while a file is read: the clock of these tests waits for requests alone. */
async function load(world: World, words: string): Promise<void> {
  const { settle } = world.clock;
  world.clock.settle = async () => {
    do await settle();
    while (process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq')));
  };
  const seen = await world.run(`${words} --dry-run`);
  assert.equal(seen.code, 0, seen.stderr);
}

suite('completion', (test) => {
  test('commands, flags, formats and shells', () =>
    inWorld({}, async (world) => {
      for (const [words, expected] of [
        [['s'], ['status', 'secret', ':4']],
        [
          ['status', '--w'],
          ['--watch', ':4'],
        ],
        [
          ['secret', '--kube'],
          ['--kubeconfig', '--kube-user', ':4'],
        ],
        [
          ['status', '-o', 'j'],
          ['json', 'jsonpath=', 'jsonpath-as-json=', 'jsonpath-file=', ':4'],
        ],
        [
          ['status', '--output=wi'],
          ['wide', ':4'],
        ],
        [
          ['create', '-o', 'jsonpath-f'],
          ['jsonpath-file=', ':6'],
        ],
        [
          ['status', '-Ao', 'y'],
          ['yaml', ':4'],
        ],
        [['status', '--kubeconfig', ''], [':0']],
        [
          ['completion', 'z'],
          ['zsh', ':4'],
        ],
        [['version', ''], [':4']],
        [['nonsense', ''], [':4']],
      ] as const)
        assert.deepEqual(await completed(world, words), expected, words.join(' '));
    }));

  test('names come live from cluster and kubeconfig', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'orders-pe' }, { name: 'second' }] });
      world.deploy({ name: 'billing', privateEndpoints: [{ name: 'b' }] });
      for (const [words, expected] of [
        [
          ['status', ''],
          ['billing', 'orders', ':4'],
        ],
        [
          ['up', 'o'],
          ['orders', ':4'],
        ],
        [
          ['link', 'ad/'],
          ['ad/billing', 'ad/orders', ':4'],
        ],
        [
          ['link', '--', 'o'],
          ['orders', ':4'],
        ],
        [['secret', 'orders', ''], [':4']],
        [
          ['link', 'orders', ''],
          ['billing', ':4'],
        ],
        [
          ['status', 'orders', ''],
          ['billing', ':4'],
        ],
        [
          ['link', 'orders', '--endpoint', ''],
          ['orders-pe', 'second', ':4'],
        ],
        [
          ['status', '--endpoint=b'],
          ['b', ':4'],
        ],
        [
          ['status', '-n', ''],
          ['default', ':4'],
        ],
        [['status', '-n', 'other', ''], [':4']],
        [
          ['status', '--context', ''],
          ['sandbox', ':4'],
        ],
        [
          ['status', '--user', ''],
          ['sandbox', ':4'],
        ],
        [
          ['secret', '--user', ''],
          ['app', ':4'],
        ],
        [
          ['secret', '--cluster', 's'],
          ['sandbox', ':4'],
        ],
      ] as const)
        assert.deepEqual(await completed(world, words), expected, words.join(' '));
    }));

  test('places come from the account, by id, with their names and what else tells them apart', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { vpcId, other, subnets, groups } = world.account;
      await load(world, 'delete --orphans --region us-east-1');
      const lines = async (...words: readonly string[]): Promise<readonly string[]> => {
        const seen = await world.run(['__complete', 'up', 'orders', ...words]);
        assert.deepEqual([seen.stderr, seen.code], ['', 0]);
        return seen.stdout.trimEnd().split('\n');
      };
      assert.deepEqual(await lines('--vpc-id', ''), [
        `${vpcId}\tprod  10.20.0.0/16`,
        `${other.vpcId}\tstaging  10.30.0.0/16`,
        ':4',
      ]);
      assert.deepEqual(await lines('--vpc-id', vpcId, '--subnet-id', ''), [
        `${subnets.a}\tprod-private-a  us-east-1a  10.20.1.0/24`,
        `${subnets.a2}\tprod-private-a2  us-east-1a  10.20.4.0/24`,
        `${subnets.b}\tprod-private-b  us-east-1b  10.20.2.0/24`,
        `${subnets.c}\tprod-private-c  us-east-1c  10.20.3.0/24`,
        ':4',
      ]);
      // Without the VPC it is said of each; what is given already is left out, and what is typed of a list is kept.
      assert.deepEqual(await lines(`--subnet-id=${other.subnetId.slice(0, 12)}`), [
        `${other.subnetId}\tstaging-a  us-east-1a  10.30.1.0/24  ${other.vpcId}`,
        ':4',
      ]);
      assert.deepEqual(await lines('--vpc-id', vpcId, '--subnet-id', subnets.a, '--subnet-id', `${subnets.b},`), [
        `${subnets.b},${subnets.a2}\tprod-private-a2  us-east-1a  10.20.4.0/24`,
        `${subnets.b},${subnets.c}\tprod-private-c  us-east-1c  10.20.3.0/24`,
        ':4',
      ]);
      assert.deepEqual(await lines('--vpc-id', other.vpcId, '--security-group-id', 'sg-'), [
        `${[...world.ec2.account.region('us-east-1').groups.values()].find(({ name, vpcId: of }) => name === 'default' && of === other.vpcId)?.id}\tdefault`,
        `${other.groupId}\tstaging-clients`,
        ':4',
      ]);
      assert.deepEqual(await lines('--vpc-id', vpcId, '--security-group-id', groups.web.slice(0, 6)), [
        `${groups.web}\tweb`,
        ':4',
      ]);
    }));

  test('a place can be typed by its name, where no id begins so', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { vpcId, other, subnets } = world.account;
      await load(world, 'delete --orphans --region us-east-1');
      for (const [words, expected] of [
        [['--vpc-id', 'p'], [vpcId]],
        [['--vpc-id', 'stag'], [other.vpcId]],
        [['--vpc-id', 'x'], []],
        [
          ['--vpc-id', vpcId, '--subnet-id', `${subnets.c},prod-private-a`],
          [`${subnets.c},${subnets.a}`, `${subnets.c},${subnets.a2}`],
        ],
      ] as const)
        assert.deepEqual(await completed(world, ['up', 'orders', ...words]), [...expected, ':4'], words.join(' '));
    }));

  test('regions are those of the clouds of the objects that are named', () =>
    inWorld({}, async (world) => {
      world.deploy();
      await load(world, 'delete --orphans --region us-east-1');
      const regions = async (...words: readonly string[]): Promise<readonly string[]> =>
        completed(world, [...words, '--region', '']);
      const own = await regions('up', 'orders');
      assert.ok(own.includes('us-east-1') && own.includes('US_EAST_1'), own.join(' '));
      assert.ok(!own.includes('northeurope') && !own.includes('europe-west1'), own.join(' '));
      assert.deepEqual(await regions('up', 'orders', '--provider', 'aws'), own);
      assert.ok((await regions('up', 'orders', '--provider', 'azure')).includes('northeurope'));
      for (const names of [[], ['nothing']]) {
        const all = await regions('up', ...names);
        assert.ok(all.includes('northeurope') && all.includes('us-east-1'), all.join(' '));
      }
    }));

  test('codes of checks: the hundreds first, then those of one of them, also after a comma', () =>
    inWorld({}, async (world) => {
      const hundreds = ['PE1', 'PE2', 'PE3', 'PE4', 'PE5', 'PE6', 'PE7', 'PE8', 'PE9'];
      assert.deepEqual(await completed(world, ['doctor', '--only', '']), [...hundreds, ':4']);
      assert.deepEqual(await completed(world, ['doctor', '--skip', 'P']), [...hundreds, ':4']);
      assert.deepEqual(await completed(world, ['doctor', '--only', 'PE2']), ['PE2', 'PE200', 'PE201', 'PE210', ':4']);
      assert.deepEqual(await completed(world, ['doctor', '--only', 'PE1,PE21']), ['PE1,PE210', ':4']);
      const { stdout } = await world.run(['__complete', 'doctor', '--only', 'PE200']);
      assert.equal(stdout, 'PE200\tAtlas has reserved the service\n:4\n');
    }));

  test('migrate is for projects: those with endpoints of their own are offered, and named where SOURCE is missing', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.deployCluster();
      const none = await world.run('migrate');
      assert.equal(
        none.stderr,
        `error: SOURCE is missing: the object that declares the endpoint
hint: name an AtlasProject that declares endpoints: kubectl atlas-pe migrate ap/NAME. See 'kubectl atlas-pe migrate --help' for usage.
`,
      );
      world.declareInProject([{ provider: 'AWS', region: 'US_EAST_1' }]);
      assert.deepEqual(await completed(world, ['migrate', '']), ['ap/shop', ':4']);
      assert.deepEqual(await completed(world, ['migrate', 'ap/s']), ['ap/shop', ':4']);
      assert.deepEqual(await completed(world, ['migrate', 's']), ['shop', ':4']);
      assert.deepEqual(await completed(world, ['migrate', 'ad/']), [':4']);
      const seen = await world.run('migrate');
      assert.equal(
        seen.stderr,
        `error: SOURCE is missing: the object that declares the endpoint
hint: there are AtlasProject: ap/shop. For example: kubectl atlas-pe migrate ap/shop
`,
      );
    }));

  test('what a tag holds stays on its line, and is no candidate of its own', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { vpcId } = world.account;
      await load(world, 'delete --orphans --region us-east-1');
      world.ec2.account.region('us-east-1').vpcs.get(vpcId)?.tags.set('Name', 'a\n:0\n\u001b]0;t\u0007');
      const seen = await world.run(['__complete', 'up', 'orders', '--vpc-id', vpcId]);
      assert.equal(seen.stdout, `${vpcId}\ta :0 ^[]0;t^G  10.20.0.0/16\n:4\n`);
    }));

  test('places of a cluster are those of its region; of several regions, the region comes first', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      const { subnets } = world.account;
      await load(world, 'delete --orphans --region us-east-1');
      assert.deepEqual(await completed(world, ['up', 'orders', '--subnet-id', '']), ['us-east-1=', 'eu-west-1=', ':6']);
      assert.deepEqual(await completed(world, ['up', 'orders', '--subnet-id', 'eu-west-1=']), [':4']);
      const partial = `eu-west-1=subnet-0e,us-east-1=${subnets.a.slice(0, 14)}`;
      assert.deepEqual(await completed(world, ['up', 'orders', '--subnet-id', partial]), [
        `eu-west-1=subnet-0e,us-east-1=${subnets.a}`,
        ':4',
      ]);
      assert.deepEqual(await completed(world, ['up', 'orders', '--region', 'us-east-1', '--subnet-id', subnets.b]), [
        subnets.b,
        ':4',
      ]);
      assert.deepEqual(await completed(world, ['up', 'orders', '--region', 'eu-west-1', '--subnet-id', '']), [':4']);
    }));

  test('places on Azure and Google Cloud', async () => {
    await inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
      world.addService();
      const { subnets, other } = world.azure;
      await load(world, `delete --orphans --subscription ${world.azure.subscription}`);
      const seen = await world.run(['__complete', 'up', 'ape/shop-eu', '--subnet', '']);
      assert.deepEqual(
        [seen.stderr, seen.stdout.split('\n')],
        [
          '',
          [
            `${subnets.endpoints}\tshop  prod  endpoints  northeurope  10.40.1.0/24`,
            `${subnets.full}\tshop  prod  full  northeurope  10.40.4.0/29`,
            `${subnets.nodes}\tshop  prod  nodes  northeurope  10.40.2.0/24`,
            `${other.subnetId}\tstaging  staging  endpoints  westeurope  10.50.1.0/24`,
            ':4',
            '',
          ],
        ],
      );
    });
    await inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
      await load(world, 'delete --orphans --gcp-project shop-prod');
      const up = ['__complete', 'up', 'ape/new', '--region', 'europe-west1', '--subnetwork', ''];
      const seen = await world.run(up);
      const names = 'projects/shop-prod/regions/europe-west1/subnetworks';
      assert.deepEqual(
        [seen.stderr, seen.stdout.split('\n')],
        [
          '',
          [
            `${names}/endpoints\tshop-prod/prod  endpoints  10.60.1.0/24`,
            `${names}/nodes\tshop-prod/prod  nodes  10.60.2.0/24`,
            `${names}/tiny\tshop-prod/prod  tiny  10.60.4.0/29`,
            ':4',
            '',
          ],
        ],
      );
    });
  });

  test('places on failure are none, without a word, and nobody is asked for anything', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const place = ['up', 'orders', '--vpc-id', ''];
      world.ec2.fail({ action: 'DescribeVpcs', code: 'UnauthorizedOperation', message: 'no' });
      assert.deepEqual(await completed(world, place), [':4']);
      const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', HOME: '/nope' };
      assert.deepEqual(await completed(world, place, none), [':4']);
      // A role with a second factor would ask for its code.
      const folder = mkdtempSync(join(tmpdir(), 'completion-'));
      const config = join(folder, 'config');
      writeFileSync(
        config,
        `[profile mfa]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = own\nmfa_serial = arn:aws:iam::123456789012:mfa/m\n[profile own]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = s\n`,
      );
      const env = { ...none, AWS_CONFIG_FILE: config, AWS_PROFILE: 'mfa' };
      const seen = await world.run(['__complete', ...place], { env, tty: true, answers: ['123456'] });
      assert.deepEqual(seen, { stdout: ':4\n', stderr: '', code: 0 });
      // What there is not has no region; the account may have one.
      const elsewhere = ['up', 'nothing', '--vpc-id', world.account.vpcId];
      const set = { AWS_REGION: 'us-east-1' };
      assert.deepEqual(await completed(world, elsewhere, set), [world.account.vpcId, ':4']);
      // The cluster need not answer where the region is given.
      await world.kubernetes.stop();
      const offline = ['up', 'orders', '--region', 'us-east-1', '--vpc-id', world.account.vpcId];
      assert.deepEqual(await completed(world, offline), [world.account.vpcId, ':4']);
      await world.kubernetes.start();
    }));

  test('nothing on failure, and not a word', () =>
    inWorld({}, async (world) => {
      assert.deepEqual(await completed(world, ['status', ''], { KUBECONFIG: '/nope', HOME: '/nope' }), [':4']);
      assert.deepEqual(await completed(world, ['status', '-n', ''], { KUBECONFIG: '/nope', HOME: '/nope' }), [':4']);
      assert.deepEqual(await completed(world, ['status', 'no/']), [':4']);
      await world.kubernetes.stop();
      assert.deepEqual(await completed(world, ['status', '']), [':4']);
      await world.kubernetes.start();
    }));

  test('the script for kubectl is the one that is shipped; another shell is refused', () =>
    inWorld({}, async (world) => {
      const shipped = readFileSync(new URL('../../krew/kubectl_complete-atlas_pe', import.meta.url), 'utf8');
      assert.deepEqual(await world.run('completion kubectl'), { stdout: shipped, stderr: '', code: 0 });
      assert.deepEqual(await world.run('completion bsh'), {
        stdout: '',
        stderr: 'error: "bsh" is not one of bash, zsh, fish, kubectl\nhint: did you mean "bash"?\n',
        code: 1,
      });
      assert.match(
        (await world.run('completion')).stderr,
        /^error: SHELL is missing: one of bash, zsh, fish, kubectl\n/,
      );
    }));
});

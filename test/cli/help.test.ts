import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { clusterFlags } from '../../src/cli/args/cluster-flags.ts';
import { knownFlags } from '../../src/cli/args/parse.ts';
import { flagsOf } from '../../src/cli/verb.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { realClock } from '../harness/clock.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

/** What a person sees on a terminal of that width. */
function screen(name: string, columns: 80 | 120): string {
  return readFileSync(new URL(`help/${name}-${columns}.txt`, import.meta.url), 'utf8');
}

/** The words with which the sentence of a flag may begin. */
const commands =
  /^(Add|Allow|Attach|Authenticate|Begin|Check|Choose|Color|Create|Don't|Expect|Give|Impersonate|Keep|Let|Link|List|Log|Look|Make|Name|Place|Print|Probe|Read|Record|Remove|Reserve|Select|Show|Skip|Sort|Succeed|Tag|Take|Talk|Tell|Trust|Unlink|Use|Wait|Watch|Write) /;

suite('help', (test) => {
  test('without a command, with help, --help and -h it is the overview, on stdout', () =>
    inWorld({}, async (world) => {
      for (const command of ['', 'help', '--help', '-h', '-n x'])
        assert.deepEqual(await world.run(command), { stdout: screen('overview', 80), stderr: '', code: 0 });
    }));

  test('the help of link, as a whole, however it is asked for', () =>
    inWorld({}, async (world) => {
      for (const command of ['link -h', 'link --help', 'help link', 'link orders --id x --help', '-h link'])
        assert.deepEqual(await world.run(command), { stdout: screen('link', 80), stderr: '', code: 0 });
    }));

  test('it is as wide as the terminal, but no wider than 120 columns and no narrower than 80', () =>
    inWorld({}, async (world) => {
      for (const [columns, shown] of [
        [60, 80],
        [80, 80],
        [120, 120],
        [200, 120],
      ] as const)
        for (const [name, command] of [
          ['overview', '--help'],
          ['link', 'link --help'],
          ['options', 'options'],
        ] as const)
          assert.equal((await world.run(command, { columns })).stdout, screen(name, shown), `${name} at ${columns}`);
    }));

  test('every command explains itself: description, examples, usage, every flag of its own, in this order and no word broken', () =>
    inWorld({}, async (world) => {
      for (const verb of verbs) {
        const { name, description, usage, examples, flags } = verb;
        for (const columns of [80, 100, 120]) {
          const { stdout, stderr, code } = await world.run(`${name} --help`, { columns });
          assert.deepEqual([stderr, code], ['', 0]);
          // Joined again: the lines of a comment, and those that a backslash continues.
          const text = stdout
            .replaceAll(/\n +# /g, ' ')
            .replaceAll(/ \\\n +/g, ' ')
            .replaceAll(/\s+/g, ' ');
          const order = [
            `${description}. Examples: `,
            ...examples.map(([command, meaning]) => ` ${meaning} ${command} `),
            ` Usage: kubectl atlas-pe ${name}${usage === '' ? '' : ` ${usage}`} [flags]`,
            ' Use "kubectl atlas-pe options" for ',
          ].map((part) => text.indexOf(part));
          assert.ok(!order.includes(-1), `${JSON.stringify(order)}\n${stdout}`);
          assert.deepEqual(
            order.toSorted((a, b) => a - b),
            order,
          );
          for (const [flag, { description: sentence }] of Object.entries(flags)) {
            assert.match(stdout, new RegExp(`^ +(-., +)?-{1,2}${flag}[ ,\n[]`, 'm'), `${name} ${flag}`);
            assert.ok(text.includes(sentence), `${name} ${flag}: ${sentence}`);
          }
          assert.deepEqual(
            stdout.split('\n').filter((line) => line.length > columns),
            [],
          );
        }
      }
    }));

  test('options lists every flag that a command takes beside its own', () =>
    inWorld({}, async (world) => {
      const { stdout } = await world.run('options');
      for (const verb of verbs)
        for (const flag of Object.keys(flagsOf(verb)))
          if (verb.flags[flag] === undefined)
            assert.match(stdout, new RegExp(`-${flag}[ ,.\n]`), `${verb.name} ${flag}`);
      const withUser = verbs.filter(({ flags }) => flags['user'] !== undefined).map(({ name }) => name);
      assert.match(stdout, new RegExp(`^On ${withUser.join(' and ')}, where --user is the database user`, 'm'));
      assert.ok(knownFlags(verbs).has('kube-user'));
    }));

  test('every flag says in one sentence what it is for', () => {
    for (const { name, flags } of [...verbs, { name: 'options', flags: clusterFlags({}) }])
      for (const [flag, { description }] of Object.entries(flags)) {
        assert.match(description, commands, `${name} --${flag}`);
        assert.doesNotMatch(description, /;|\.$|\. [A-Z]/, `${name} --${flag}: the help adds the full stop`);
      }
  });

  test('--version is what version --client prints', () =>
    inWorld({ empty: true, resources: [] }, async (world) => {
      assert.deepEqual(await world.run('--version'), await world.run('version --client'));
      assert.equal((await world.run('--version -o json')).stdout, (await world.run('version --client -o json')).stdout);
    }));
});

suite('a missing SOURCE', (test) => {
  test('is answered with those that there are, each with its kind, in the namespace that was typed', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'reports' });
      world.deployCluster({ name: 'elsewhere', namespace: 'shop' });
      world.addService({ name: 'orders-us' });
      assert.deepEqual(await world.run('up'), {
        stdout: '',
        stderr: `error: SOURCE is missing: the object that declares the endpoint
hint: there are AtlasDeployment: ad/orders, ad/reports; AtlasPrivateEndpoint: ape/orders-us. For example: kubectl atlas-pe up ad/orders
`,
        code: 1,
      });
      const { stderr } = await world.run('link -n shop --context sandbox');
      assert.match(
        stderr,
        /: ad\/elsewhere\. For example: kubectl atlas-pe link ad\/elsewhere -n shop --context sandbox$/m,
      );
    }));

  test('is answered without them when the cluster says nothing for a second', () =>
    inWorld({ unpasted: true }, async (world) => {
      world.deployCluster();
      // 192.0.2.0/24 is nobody's (RFC 5737): packets to it vanish.
      const started = realClock.now();
      const { stderr } = await world.run('create --server https://192.0.2.1');
      assert.match(stderr, /^hint: name a deployment, such as: kubectl atlas-pe create orders --server /m);
      assert.ok(realClock.now() - started < 5_000);
    }));
});

import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

/** Two items of a project, of which a command takes one at a time. */
const items = [
  { provider: 'AWS', region: 'US_EAST_1' },
  { provider: 'AWS', region: 'EU_WEST_1' },
];

suite('questions', (test) => {
  test('several endpoints are listed on a terminal, and one is chosen by number or name', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.declareInProject(items);
      for (const answer of ['2', 'AWS/EU_WEST_1']) {
        const { stderr, code } = await world.run('create ap/shop', { answers: [answer] });
        assert.match(
          stderr,
          /^atlasproject\/shop declares several endpoints: AWS\/US_EAST_1, AWS\/EU_WEST_1\n {2}1 {2}AWS\/US_EAST_1 \(\w+\)\n {2}2 {2}AWS\/EU_WEST_1 \(\w+\)\nWhich one\? \(1-2\): endpoint AWS\/EU_WEST_1 of/,
        );
        assert.equal(code, 0);
      }
    }));

  test('another answer, no terminal, and a format for programs leave the error', () =>
    inWorld({ generation: 'v2.11' }, async (world) => {
      world.declareInProject(items);
      const error =
        'error: atlasproject/shop declares several endpoints: AWS/US_EAST_1, AWS/EU_WEST_1\nhint: choose one with --endpoint AWS/US_EAST_1\n';
      assert.ok((await world.run('create ap/shop', { answers: ['3'] })).stderr.endsWith(`: ${error}`));
      assert.ok((await world.run('create ap/shop', { answers: [''] })).stderr.endsWith(`: ${error}`));
      for (const [command, answers] of [
        ['create ap/shop', undefined],
        ['create ap/shop -o json', ['1']],
        ['create ap/shop -o name', ['1']],
      ] as const)
        assert.deepEqual(await world.run(command, answers === undefined ? {} : { answers }), {
          stdout: '',
          stderr: error,
          code: 1,
        });
    }));

  test('several database users are listed, and one is chosen', () =>
    inWorld({}, async (world) => {
      world.addUser('zoe');
      world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
      const { vpcId, subnets } = world.account;
      await world.run(`up orders --vpc-id ${vpcId} --subnet-id ${subnets.a} --user app`);
      const { stderr, stdout, code } = await world.run('secret orders --key connectionStringPrivateSrv', {
        answers: ['2'],
      });
      assert.match(stderr, / {2}1 {2}database user app\n {2}2 {2}database user zoe\nWhich one\? \(1-2\): /);
      assert.match(stdout, /mongodb\+srv:\/\/zoe:/);
      assert.equal(code, 0);
    }));

  test('--recreate is asked about on a terminal, unless --yes is given', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
      await world.run('create orders');
      const question =
        '--recreate removes endpoint "orders-pe" of atlasdeployment/orders, and its new service gets another name; continue? (y/N): ';
      const declined = await world.run('create orders --recreate', { answers: ['n'] });
      assert.ok(
        declined.stderr.endsWith(
          `${question}error: not confirmed; nothing was changed\nhint: answer y, or pass --yes\n`,
        ),
        declined.stderr,
      );
      assert.equal(declined.code, 1);
      const accepted = await world.run('create orders --recreate', { answers: ['y'] });
      assert.deepEqual([accepted.stderr.includes(question), accepted.code], [true, 0]);
      for (const [command, options] of [
        ['create orders --recreate --yes', { answers: [] }],
        ['create orders --recreate', {}],
      ] as const) {
        const seen = await world.run(command, options);
        assert.deepEqual([seen.stderr.includes(question), seen.code], [false, 0]);
      }
    }));
});

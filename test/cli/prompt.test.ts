import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

suite('questions', (test) => {
  test('several endpoints are listed on a terminal, and one is chosen by number or name', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
      for (const answer of ['2', 'b']) {
        const { stderr, code } = await world.run('create orders', { answers: [answer] });
        assert.match(
          stderr,
          /^atlasdeployment\/orders declares several endpoints: a, b\n {2}1 {2}a \(\w+\)\n {2}2 {2}b \(\w+\)\nWhich one\? \(1-2\): endpoint b of/,
        );
        assert.equal(code, 0);
      }
    }));

  test('another answer, no terminal, and a format for programs leave the error', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a' }, { name: 'b' }] });
      const error =
        'error: atlasdeployment/orders declares several endpoints: a, b\nhint: choose one with --endpoint a\n';
      assert.ok((await world.run('create orders', { answers: ['3'] })).stderr.endsWith(`: ${error}`));
      assert.ok((await world.run('create orders', { answers: [''] })).stderr.endsWith(`: ${error}`));
      for (const [command, answers] of [
        ['create orders', undefined],
        ['create orders -o json', ['1']],
        ['create orders -o name', ['1']],
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

import assert from 'node:assert/strict';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const id = 'vpce-026b4c868ce5d755d';

/** A deployment with a private endpoint that works. */
async function established(world: World): Promise<void> {
  world.deploy();
  assert.equal((await world.run(`up orders ${placed(world)}`)).code, 0);
}

function items(world: World, name = 'orders'): unknown {
  const object = world.kubernetes.store.get('atlasdeployments', 'default', name) as {
    spec?: { serverlessSpec?: { privateEndpoints?: unknown } };
  };
  return object.spec?.serverlessSpec?.privateEndpoints;
}

/** The states of the cloud endpoints, as far as they matter here: a moment later `pending` is `available`. */
function standing(world: World): readonly string[] {
  return world.ec2.endpoints('us-east-1').map(({ state }) => (state === 'deleted' ? state : 'standing'));
}

/** What is left of it in the spec, in Atlas and in the cloud. */
function left(world: World): unknown[] {
  return [items(world), world.operator.instance('orders').endpoints.map(({ comment }) => comment), standing(world)];
}

const nothing = [[], [], ['deleted']];

const list = `${accountLines.AWS}
to be deleted, in this order:
  Kubernetes  endpoint "orders-pe" of atlasdeployment/orders (${id}), removed from the spec
  Atlas       its private endpoint, AVAILABLE, on ${service}
  AWS         ${id} in vpc-0f1022bd408b0250c (pending)
note: the service is deleted too; a new endpoint will get a new service name
`;
const atWork = ` + 1/4 remove             removed from the spec
 * 2/4 release        0s  still there: AVAILABLE; the operator has not processed the last change yet
 * 2/4 release        1s  still there: DELETING
 + 2/4 release       21s  Atlas has released it
 + 3/4 delete             asked AWS to delete ${id}
 * 4/4 confirm        0s  AWS: deleting
 + 4/4 confirm        5s  ${id} is gone
done in 26s
`;

suite('delete', (test) => {
  test('shows what goes on both sides, asks, and takes it away: Atlas first, then the cloud', () =>
    inWorld({}, async (world) => {
      await established(world);
      const seen = await world.run('delete orders', { answers: ['y'] });
      assert.equal(
        seen.stderr,
        `${list}Delete endpoint "orders-pe" of atlasdeployment/orders and ${id}? (y/N): ${atWork}`,
      );
      assert.equal(seen.stdout, 'atlasdeployment.atlas.mongodb.com/orders endpoint "orders-pe" deleted\n');
      assert.equal(seen.code, 0);
      assert.deepEqual(left(world), nothing);
      const asked = world.ec2.requests().filter(({ action }) => action === 'DeleteVpcEndpoints');
      assert.equal(asked.length, 1);
    }));

  test('any answer but yes, and no terminal without --yes: nothing is changed', () =>
    inWorld({}, async (world) => {
      await established(world);
      const before = left(world);
      const no = await world.run('delete orders', { answers: [''] });
      assert.equal(
        no.stderr,
        `${list}Delete endpoint "orders-pe" of atlasdeployment/orders and ${id}? (y/N): error: not confirmed; nothing was changed\nhint: answer y, or pass --yes\n`,
      );
      const alone = await world.run('delete orders');
      assert.equal(
        alone.stderr,
        `${list}error: --yes is required to delete this: this run cannot ask for confirmation; nothing was changed\nhint: run: kubectl atlas-pe delete orders --yes\n`,
      );
      assert.deepEqual([no.code, no.stdout, alone.code, alone.stdout], [1, '', 1, '']);
      assert.deepEqual(left(world), before);
    }));

  test('-o name prints the object; --wait=false stops before the first wait, and says how to go on', () =>
    inWorld({}, async (world) => {
      await established(world);
      const early = await world.run('delete orders --yes --wait=false');
      assert.equal(
        early.stderr,
        `${list} + 1/4 remove             removed from the spec
stopped because of --wait=false (next: wait until Atlas has released it); continue with: kubectl atlas-pe delete orders --yes
`,
      );
      assert.deepEqual([early.stdout, early.code], ['', 0]);
      const named = await world.run('delete orders --yes -o name');
      assert.equal(named.stdout, 'atlasdeployment.atlas.mongodb.com/orders\n');
      assert.deepEqual(left(world), nothing);
    }));

  for (const moment of [
    /^to be deleted/m,
    /^ \+ (?:\d\/\d )?remove /m,
    /^ \* (?:\d\/\d )?release +\d\S* +still there: AVAILABLE/m,
    /still there: DELETING/,
    /^ \+ (?:\d\/\d )?release /m,
    /^ \+ (?:\d\/\d )?delete /m,
    /^ \* (?:\d\/\d )?confirm /m,
  ]) {
    test(`stopped at ${String(moment)}, the next run goes on`, () =>
      inWorld({}, async (world) => {
        await established(world);
        const stopped = await world.run('delete orders --yes', { stopAt: moment });
        assert.match(stopped.stderr, moment);
        assert.equal(stopped.code, 130);
        // Where all was asked for already, the rest comes by itself.
        const again = await world.run('delete orders --yes --ignore-not-found');
        assert.deepEqual([again.code, again.stderr.includes('error')], [0, false]);
        await world.clock.foreground.sleep(60_000);
        await world.run('status');
        assert.deepEqual(left(world), nothing);
      }));
  }

  test('--keep-cloud-endpoint unlinks only, and asks the cloud nothing', () =>
    inWorld({}, async (world) => {
      await established(world);
      const before = world.ec2.requests().length;
      const seen = await world.run('delete orders --yes --keep-cloud-endpoint');
      assert.match(seen.stderr, new RegExp(`^note: ${id} is kept$`, 'm'));
      assert.doesNotMatch(seen.stderr, /^cloud-/m);
      assert.equal(seen.code, 0);
      assert.equal(world.ec2.requests().length, before);
      assert.deepEqual(left(world), [[], [], ['standing']]);
      // Later the cloud endpoint is still found, by its tags.
      const rest = await world.run('delete orders --yes');
      assert.match(
        rest.stderr,
        /^ \+ (?:\d\/\d )?remove +already +not in the spec\n \+ (?:\d\/\d )?release +already +Atlas has released it\n \+ (?:\d\/\d )?delete /m,
      );
      assert.deepEqual(left(world), nothing);
    }));

  test('a cloud endpoint that this program did not make stays, and the command that deletes it is told', () =>
    inWorld({}, async (world) => {
      await established(world);
      world.ec2.account.region('us-east-1').endpoints.get(id)?.tags.clear();
      const seen = await world.run('delete orders --yes');
      assert.match(
        seen.stderr,
        new RegExp(
          `^note: ${id} is kept, because this plugin did not create it; delete it with: aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids ${id}$`,
          'm',
        ),
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(left(world), [[], [], ['standing']]);
    }));

  test('of several endpoints the one that is named goes, every other item and field stays', () =>
    inWorld({}, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'a', unknown: 'kept' }, { name: 'b' }] });
      await world.run(`create orders --endpoint b --yes ${placed(world)}`);
      const which = await world.run('delete orders --yes');
      assert.equal(
        which.stderr,
        'error: atlasdeployment/orders has several endpoints: a, b\nhint: choose one with --endpoint a\n',
      );
      const typo = await world.run('delete orders --endpoint bb --yes');
      assert.equal(
        typo.stderr,
        'error: atlasdeployment/orders has no endpoint "bb"\nhint: did you mean --endpoint b?\n',
      );
      assert.deepEqual([which.code, typo.code], [1, 1]);
      assert.equal((await world.run('delete orders --endpoint b --yes')).code, 0);
      assert.deepEqual(items(world), [{ name: 'a', unknown: 'kept' }]);
      assert.deepEqual(standing(world), ['deleted']);
    }));

  test('what is not there is an error, and none with --ignore-not-found', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const none = await world.run('delete orders --yes');
      assert.equal(
        none.stderr,
        `error: atlasdeployment/orders has no private endpoint in its spec, its status or the cloud
hint: list cloud endpoints that no source refers to with: kubectl atlas-pe delete --orphans
`,
      );
      assert.equal(none.code, 1);
      assert.equal((await world.run('delete ordrs --yes')).code, 1);
      for (const source of ['orders', 'orders --endpoint web', 'ordrs']) {
        const seen = await world.run(`delete ${source} --yes --ignore-not-found`);
        assert.deepEqual(seen, { stdout: '', stderr: '', code: 0 });
      }
      const bare = await world.run('delete');
      assert.equal(
        bare.stderr,
        'error: SOURCE is missing: the object that declares the endpoint\nhint: there are AtlasDeployment: ad/orders. For example: kubectl atlas-pe delete ad/orders\n',
      );
    }));

  test('what somebody else changes in the meantime is left alone, and planned on', () =>
    inWorld({}, async (world) => {
      await established(world);
      world.kubernetes.beforeNext('patch', 'atlasdeployments', () => {
        world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
          const { serverlessSpec } = object['spec'] as { serverlessSpec: { privateEndpoints: object[] } };
          serverlessSpec.privateEndpoints.unshift({ name: 'theirs' });
        });
      });
      assert.equal((await world.run('delete orders --endpoint orders-pe --yes')).code, 0);
      assert.deepEqual(items(world), [{ name: 'theirs' }]);
    }));

  test('an endpoint that is added again while Atlas is waited for is left to whoever did it', () =>
    inWorld({}, async (world) => {
      await established(world);
      const seen = await world.run('delete orders --yes', {
        onOutput: (text) => {
          if (!text.includes('still there: DELETING')) return;
          world.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
            const { serverlessSpec } = object['spec'] as { serverlessSpec: Record<string, unknown> };
            serverlessSpec['privateEndpoints'] = [{ name: 'orders-pe', cloudProviderEndpointID: id }];
          });
        },
      });
      assert.match(
        seen.stderr,
        /\nerror: endpoint "orders-pe" of atlasdeployment\/orders was added to the spec again by someone else\nhint: if a GitOps controller applies the manifest/,
      );
      assert.equal(seen.code, 1);
      assert.deepEqual(standing(world), ['standing']);
    }));

  test('an endpoint that the operator has never seen is waited for until it has seen that it is gone', () =>
    inWorld({}, async (world) => {
      await established(world);
      world.operator.paused = true;
      assert.equal((await world.run('create orders --endpoint new --yes --wait=false')).code, 0);
      const seen = await world.run('delete orders --endpoint new --yes --timeout 1m');
      assert.match(seen.stderr, /last seen: the operator has not processed the last change yet\n/);
      assert.equal(seen.code, 124);
    }));

  test("another source's cloud endpoint of the same label stays", () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.deploy({ name: 'users' });
      for (const name of ['orders', 'users'])
        assert.equal((await world.run(`create ${name} --endpoint pe ${placed(world)}`)).code, 0);
      assert.equal((await world.run('delete orders --endpoint pe --yes')).code, 0);
      assert.deepEqual(standing(world).toSorted(), ['deleted', 'standing']);
      assert.deepEqual(items(world, 'users'), [{ name: 'pe' }]);
    }));

  test('no operator: a timeout that says what was last seen, and the cloud endpoint stands', () =>
    inWorld({}, async (world) => {
      await established(world);
      world.operator.paused = true;
      const seen = await world.run('delete orders --yes --timeout 2m');
      assert.match(
        seen.stderr,
        /\nerror: timed out after 2m waiting for Atlas to release endpoint "orders-pe" of atlasdeployment\/orders; last seen: AVAILABLE; the operator has not processed the last change yet\nhint: safe to resume with: kubectl atlas-pe delete orders --yes --timeout 2m\n$/,
      );
      assert.equal(seen.code, 124);
      assert.deepEqual(standing(world), ['standing']);
    }));

  test('operators from 2.12 on are not waited for: they leave serverless endpoints alone', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deploy({ privateEndpoints: [{ name: 'orders-pe', cloudProviderEndpointID: id }] });
      const seen = await world.run('delete orders --yes --keep-cloud-endpoint');
      assert.equal(
        seen.stderr,
        `to be deleted, in this order:
  Kubernetes  endpoint "orders-pe" of atlasdeployment/orders (${id}), removed from the spec
note: endpoint "orders-pe" of atlasdeployment/orders stays in Atlas: this cluster's operator (2.12 or later) ignores serverless endpoints, and Atlas has retired serverless instances
note: ${id} is kept
 + 1/2 remove             removed from the spec
 + 2/2 release   already  not waited for: this cluster's operator (2.12 or later) ignores serverless endpoints, and Atlas has retired serverless instances
`,
      );
      assert.deepEqual([seen.code, items(world)], [0, []]);
    }));

  test('a cloud endpoint that is not where it should be is an error before anything is removed', () =>
    inWorld({}, async (world) => {
      await established(world);
      for (const more of ['', ' --dry-run']) {
        const seen = await world.run(`delete orders --yes --region eu-west-1${more}`);
        assert.equal(
          seen.stderr.split('\n').slice(-3).join('\n'),
          `error: cannot find the cloud endpoint ${id} on AWS; nothing was removed
hint: say where it is with --region and --profile; if it is gone already, delete the rest with: kubectl atlas-pe delete orders --yes --region eu-west-1${more} --keep-cloud-endpoint
`,
        );
        assert.deepEqual([seen.code, standing(world)], [1, ['standing']]);
        assert.notDeepEqual(items(world), []);
      }
      assert.equal((await world.run('delete orders --yes')).code, 0);
      assert.deepEqual(items(world), []);
    }));

  test('what EC2 refuses is said in its words; the next run does what is left', () =>
    inWorld({}, async (world) => {
      await established(world);
      world.ec2.fail({
        action: 'DeleteVpcEndpoints',
        code: 'UnauthorizedOperation',
        message: 'You are not authorized',
        status: 403,
      });
      const seen = await world.run('delete orders --yes');
      assert.match(
        seen.stderr,
        /\n \+ (?:\d\/\d )?release +21s +Atlas has released it\nerror: .*UnauthorizedOperation.*\nhint: .*ec2:DeleteVpcEndpoints/,
      );
      assert.equal(seen.code, 1);
      world.ec2.heal();
      assert.equal((await world.run('delete orders --yes')).code, 0);
      assert.deepEqual(left(world), nothing);
    }));

  test('without credentials of the cloud nothing is changed', () =>
    inWorld({}, async (world) => {
      await established(world);
      const before = left(world);
      const seen = await world.run('delete orders --yes', { env: { AWS_ACCESS_KEY_ID: undefined } });
      assert.match(seen.stderr, /^error: no AWS credentials/m);
      assert.deepEqual([seen.code, left(world)], [1, before]);
    }));
});

import assert from 'node:assert/strict';
import { shortId } from '../../src/cloud/short-service.ts';
import { privateEndpointResource } from '../fakes/apiserver/resources.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const first = 'vpce-026b4c868ce5d755d';
const second = 'vpce-0a18ae6eb7a11cca3';
const policy = 'mongodb.com/atlas-resource-policy';
const subnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';

interface Service {
  readonly metadata: object;
  readonly spec?: { readonly awsConfiguration?: readonly { readonly id: string }[] };
}

function service(world: World): Service | undefined {
  return world.kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-us');
}

/** The endpoints in the spec, those that Atlas has, and the states of the cloud's as far as they matter here. */
function left(world: World): unknown[] {
  return [
    service(world)?.spec?.awsConfiguration?.map(({ id }) => id),
    world.operator
      .project()
      .services.list('AWS')
      .flatMap(({ interfaces }) => interfaces.map(({ id }) => id)),
    world.ec2.endpoints('us-east-1').map(({ state }) => (state === 'deleted' ? state : 'standing')),
  ];
}

/** A cluster and its AtlasPrivateEndpoint, with endpoints of these labels that work. */
async function established(world: World, ...labels: readonly string[]): Promise<void> {
  world.deployCluster();
  world.addService();
  for (const label of labels) {
    const made = await world.run(`create ape/shop-us --endpoint ${label} --yes ${placedInGroup(world)}`);
    assert.equal(made.code, 0);
    assert.equal((await world.run(`link ape/shop-us --endpoint ${label}`)).code, 0);
  }
}

function annotate(world: World, value: string): void {
  world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
    (object['metadata'] as Record<string, unknown>)['annotations'] = { [policy]: value };
  });
}

suite('delete ape/NAME', (test) => {
  test('with --endpoint one endpoint goes, by its label or its id; object and service stay', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us', 'web', 'batch');
      const seen = await world.run('delete ape/shop-us --endpoint web --yes');
      assert.match(
        seen.stderr,
        new RegExp(
          `^AWS account 123456789012 \\(credentials from AWS_ACCESS_KEY_ID\\), region us-east-1
to be deleted, in this order:
  Kubernetes  endpoint "web" of atlasprivateendpoint/shop-us \\(${second}\\), removed from the spec
  Atlas       its private endpoint, AVAILABLE, on com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b
  AWS         ${second} in vpc-0f1022bd408b0250c \\(available\\)
note: connections through it will fail: ad/orders
 \\+ 1/4 remove             removed from the spec
`,
        ),
      );
      assert.equal(seen.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-us endpoint "web" deleted\n');
      const byId = await world.run(`delete ape/shop-us --endpoint ${first} --yes`);
      assert.equal(byId.code, 0);
      const [declared, atlas, cloud] = left(world) as [string[], string[], string[]];
      assert.deepEqual([declared.length, atlas, cloud], [1, declared, ['deleted', 'deleted', 'standing']]);
      const typo = await world.run('delete ape/shop-us --endpoint bach --yes');
      assert.match(typo.stderr, /^error: atlasprivateendpoint\/shop-us has no endpoint "bach"\nhint: /);
      assert.equal(typo.code, 1);
    }));

  test('the last endpoint on AWS: Atlas gives up the service with it, and that is said before', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us');
      const seen = await world.run('delete ape/shop-us --endpoint shop-us --yes');
      assert.match(
        seen.stderr,
        /^note: on AWS, Atlas deletes the service with its last endpoint; the operator then reserves a new one with a new name$/m,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(left(world), [[], [], ['deleted']]);
      assert.notEqual(service(world), undefined);
    }));

  test('an object that is gone when it is to be deleted is deleted, as where the answer to an earlier attempt was lost', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us');
      const { store } = world.kubernetes;
      world.kubernetes.beforeNext('delete', 'atlasprivateendpoints', () => {
        store.edit('atlasprivateendpoints', 'default', 'shop-us', ({ metadata }) => {
          delete (metadata as { finalizers?: unknown }).finalizers;
        });
        store.remove(privateEndpointResource, 'default', 'shop-us');
      });
      const seen = await world.run('delete ape/shop-us --yes');
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([service(world), left(world)], [undefined, [undefined, [], ['deleted']]]);
    }));

  test('without --endpoint everything goes: each endpoint, then the object, before the cloud is done', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us', 'web');
      const seen = await world.run('delete ape/shop-us', { answers: ['y'] });
      const told = seen.stderr.slice(seen.stderr.indexOf('Delete '));
      assert.equal(
        told,
        `Delete atlasprivateendpoint/shop-us and ${first} and ${second}? (y/N): endpoint "shop-us" of atlasprivateendpoint/shop-us
 + 1/4 remove             removed from the spec
 * 2/4 release        0s  still there: AVAILABLE; the operator has not processed the last change yet
 * 2/4 release        1s  still there: AVAILABLE
 * 2/4 release       11s  still there: DELETING
 + 2/4 release       21s  Atlas has released it
 + 3/4 delete             asked AWS to delete ${first}
endpoint "web" of atlasprivateendpoint/shop-us
 + 1/4 remove             removed from the spec
 * 2/4 release        0s  still there: AVAILABLE; the operator has not processed the last change yet
 * 2/4 release        1s  still there: DELETING
 + 2/4 release       21s  Atlas has released it
 + 3/4 delete             asked AWS to delete ${second}
 * 4/4 confirm        0s  AWS: deleting
 + 4/4 confirm        5s  ${second} is gone
 + object             atlasprivateendpoint/shop-us is gone
done in 47s
`,
      );
      assert.equal(
        seen.stdout,
        `atlasprivateendpoint.atlas.mongodb.com/shop-us endpoint "shop-us" deleted
atlasprivateendpoint.atlas.mongodb.com/shop-us endpoint "web" deleted
atlasprivateendpoint.atlas.mongodb.com/shop-us deleted
`,
      );
      assert.deepEqual([seen.code, left(world)], [0, [undefined, [], ['deleted', 'deleted']]]);
    }));

  test('one that was made and never linked goes too', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run(`create ape/shop-us --endpoint web --yes ${placedInGroup(world)}`);
      const seen = await world.run('delete ape/shop-us --yes');
      assert.equal(seen.code, 0);
      assert.deepEqual(left(world), [undefined, [], ['deleted']]);
    }));

  for (const moment of [
    /^ \+ (?:\d\/\d )?remove /m,
    /still there: DELETING/,
    /^ \+ (?:\d\/\d )?release /m,
    /^ \+ (?:\d\/\d )?delete /m,
  ]) {
    test(`stopped at ${String(moment)}, the next run goes on`, () =>
      inWorld({}, async (world) => {
        await established(world, 'shop-us', 'web');
        const stopped = await world.run('delete ape/shop-us --yes', { stopAt: moment });
        assert.deepEqual([moment.test(stopped.stderr), stopped.code], [true, 130]);
        assert.equal((await world.run('delete ape/shop-us --yes --ignore-not-found')).code, 0);
        await world.clock.foreground.sleep(60_000);
        await world.run('status');
        assert.deepEqual(left(world), [undefined, [], ['deleted', 'deleted']]);
      }));
  }

  test('what becomes of the service is told by the annotation of the object', () =>
    inWorld({}, async (world) => {
      world.addService();
      const note = async (): Promise<string | undefined> =>
        /^note: (.*the service .*)$/m.exec((await world.run('delete ape/shop-us')).stderr)?.[1];
      assert.equal(
        await note(),
        `the service stays in Atlas, unless the operator runs with --object-deletion-protection=false; to have it deleted: kubectl annotate atlasprivateendpoint/shop-us -n default ${policy}=delete`,
      );
      annotate(world, 'keep');
      assert.equal(await note(), `the service stays in Atlas, because the object's annotation ${policy} is keep`);
      annotate(world, 'delete');
      assert.equal(
        await note(),
        `Atlas deletes the service with the object, because its annotation ${policy} is delete`,
      );
    }));

  test('with the policy delete the object is held until its service is gone from Atlas', () =>
    inWorld({}, async (world) => {
      world.addService();
      await world.run('create ape/shop-us');
      annotate(world, 'delete');
      const seen = await world.run('delete ape/shop-us --yes');
      assert.match(
        seen.stderr,
        /\n \* (?:\d\/\d )?object +\d\S* +[^\n]*PrivateEndpointServiceDeleting[^\n]*\n \+ (?:\d\/\d )?object +(?:\d\S* +)?atlasprivateendpoint\/shop-us is gone\ndone in \d+s\n$/,
      );
      assert.equal(seen.code, 0);
      assert.deepEqual(world.operator.project().services.list('AWS'), []);
    }));

  test('a failed endpoint stays in Atlas, which is told; nobody waits for it', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      world.addService({ ids: [first] });
      world.operator.project().services.failInterfaces[first] = { status: 'FAILED', message: 'no such endpoint' };
      await world.operator.settled();
      await world.clock.foreground.sleep(30_000);
      await world.run('status');
      const seen = await world.run(`delete ape/shop-us --endpoint ${first} --yes --keep-cloud-endpoint`);
      assert.match(
        seen.stderr,
        new RegExp(
          `^note: endpoint "shop-us" of atlasprivateendpoint/shop-us stays in Atlas: it has failed, and the operator never removes`,
          'm',
        ),
      );
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?release +already +not waited for: it has failed/m);
      assert.deepEqual([seen.code, service(world)?.spec?.awsConfiguration], [0, []]);
    }));

  test('an endpoint that somebody adds in the meantime keeps the object', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us');
      const seen = await world.run('delete ape/shop-us --yes', {
        onOutput: (text) => {
          if (!text.includes('asked AWS to delete')) return;
          world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
            (object['spec'] as Record<string, unknown>)['awsConfiguration'] = [{ id: second }];
          });
        },
      });
      assert.match(
        seen.stderr,
        new RegExp(
          `\\nerror: atlasprivateendpoint/shop-us was not deleted: the endpoint ${second} has been added to it in the meantime\\nhint: `,
        ),
      );
      assert.deepEqual([seen.code, service(world)?.spec?.awsConfiguration], [1, [{ id: second }]]);
    }));

  test('so does one that is added at the last moment; any other change is looked at, and the object goes', () =>
    inWorld({}, async (world) => {
      const meddle = (change: (object: Record<string, Record<string, unknown>>) => void): void =>
        world.kubernetes.beforeNext('delete', 'atlasprivateendpoints', () =>
          world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) =>
            change(object as Record<string, Record<string, unknown>>),
          ),
        );
      world.addService();
      meddle(({ spec }) => {
        if (spec !== undefined) spec['awsConfiguration'] = [{ id: second }];
      });
      const kept = await world.run('delete ape/shop-us --yes');
      assert.match(kept.stderr, /was not deleted: the endpoint \S+ has been added to it in the meantime\n/);
      assert.deepEqual([kept.code, service(world)?.spec?.awsConfiguration], [1, [{ id: second }]]);
      meddle(({ metadata }) => {
        if (metadata !== undefined) metadata['labels'] = { tier: 'gold' };
      });
      const gone = await world.run('delete ape/shop-us --yes --keep-cloud-endpoint');
      assert.match(gone.stderr, /^ \* (?:\d\/\d )?object +\d\S* +it has changed; reading it again$/m);
      assert.deepEqual([gone.code, service(world)], [0, undefined]);
    }));

  test('an object that somebody keeps changing is kept', () =>
    inWorld({}, async (world) => {
      world.addService();
      let version = 0;
      const meddle = (): void => {
        world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-us', (object) => {
          version += 1;
          (object['metadata'] as Record<string, unknown>)['labels'] = { version: String(version) };
        });
        world.kubernetes.beforeNext('delete', 'atlasprivateendpoints', meddle);
      };
      world.kubernetes.beforeNext('delete', 'atlasprivateendpoints', meddle);
      const seen = await world.run('delete ape/shop-us --yes');
      assert.match(
        seen.stderr,
        /\nerror: atlasprivateendpoint\/shop-us keeps changing: gave up after 20 attempts\nhint: see who else writes it: /,
      );
      assert.deepEqual([seen.code, version], [1, 20]);
    }));

  test('a dedicated cluster stands for what declares its endpoints: all of them, or the one that is named', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us', 'web');
      const one = await world.run('delete ad/orders --endpoint web --yes');
      assert.equal(one.stdout, 'atlasprivateendpoint.atlas.mongodb.com/shop-us endpoint "web" deleted\n');
      assert.deepEqual(left(world), [[first], [first], ['standing', 'deleted']]);
      const all = await world.run('delete orders --yes');
      assert.equal(
        all.stdout,
        'atlasprivateendpoint.atlas.mongodb.com/shop-us endpoint "shop-us" deleted\natlasprivateendpoint.atlas.mongodb.com/shop-us deleted\n',
      );
      assert.equal(service(world), undefined);
    }));

  test('by the name of a cluster nothing is deleted that another cluster uses too', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us');
      world.deployCluster({ name: 'users' });
      const seen = await world.run('delete ad/orders --yes');
      assert.equal(
        seen.stderr,
        `error: the endpoints of atlasdeployment/orders's regions also serve ad/users, which would lose them
hint: choose with: kubectl atlas-pe delete ape/shop-us -n default
`,
      );
      assert.deepEqual([seen.code, left(world)], [1, [[first], [first], ['standing']]]);
    }));

  test('--keep-cloud-endpoint needs no cloud account', () =>
    inWorld({}, async (world) => {
      await established(world, 'shop-us');
      const before = world.ec2.requests().length;
      const seen = await world.run('delete ape/shop-us --yes --keep-cloud-endpoint');
      assert.match(seen.stderr, new RegExp(`^note: ${first} is kept$`, 'm'));
      assert.deepEqual([seen.code, world.ec2.requests().length], [0, before]);
      assert.deepEqual(left(world), [undefined, [], ['standing']]);
    }));
});

suite('delete on Azure', (test) => {
  test('waits until the private endpoint is gone', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deployCluster();
      world.addService();
      assert.equal((await world.run(`create ape/shop-eu --subnet ${subnet}`)).code, 0);
      assert.equal((await world.run('link ape/shop-eu')).code, 0);
      const id = world.arm.endpoints()[0]?.id ?? '';
      const seen = await world.run('delete ape/shop-eu --yes');
      const told = seen.stderr.replaceAll(id, 'ID').replaceAll(shortId(id), 'NAME');
      assert.match(told, /^ {2}Azure {7}ID in virtual network shop\/prod \(connection Approved\)$/m);
      assert.match(told, /^note: the service stays in Atlas, unless/m);
      assert.match(
        told,
        /\n \+ (?:\d\/\d )?delete {13}asked Azure to delete NAME\n \* 4\/5 confirm +0s {2}Azure: Deleting\n \+ 4\/5 confirm +\d+s {2}NAME is gone\n \+ (?:\d\/\d )?object /,
      );
      assert.deepEqual([seen.code, world.arm.endpoints()], [0, []]);
    }));
});

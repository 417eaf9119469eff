import assert from 'node:assert/strict';
import { connected } from '../harness/exported.ts';
import { installOperator } from '../harness/operator-image.ts';
import { awsItem, connectItem, withItem } from '../harness/project-items.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const first = 'vpce-026b4c868ce5d755d';
const skip = 'mongodb.com/atlas-reconciliation-policy';

/** Runs a command that has to end in a refusal, with nothing changed. */
async function refused(world: World, stderr: string | RegExp, command = 'migrate ap/shop --yes'): Promise<void> {
  await world.operator.settled();
  const before = world.kubernetes.store.resourceVersion();
  const seen = await world.run(command);
  if (typeof stderr === 'string') assert.equal(seen.stderr, stderr);
  else assert.match(seen.stderr, stderr);
  assert.deepEqual([seen.stdout, seen.code], ['', 1]);
  assert.equal(world.kubernetes.store.resourceVersion(), before);
}

function editProject(world: World, change: (metadata: Record<string, unknown>, spec: Record<string, unknown>) => void) {
  world.kubernetes.store.edit('atlasprojects', 'default', 'shop', (object) =>
    change(object['metadata'] as Record<string, unknown>, object['spec'] as Record<string, unknown>),
  );
}

function annotate(world: World, annotations: Readonly<Record<string, string>>): void {
  editProject(world, (metadata) => {
    metadata['annotations'] = { ...(metadata['annotations'] as object), ...annotations };
  });
}

/** An AtlasPrivateEndpoint for the project's service. */
function privateEndpoint(name: string, ids: readonly string[]): Record<string, unknown> {
  return {
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasPrivateEndpoint',
    metadata: { name, namespace: 'default' },
    spec: { projectRef: { name: 'shop' }, ...awsItem, awsConfiguration: ids.map((id) => ({ id })) },
  };
}

suite('migrate refuses', (test) => {
  test('what is not declared in a project, and a project that declares nothing', async () => {
    await connected.AWS((world) =>
      refused(
        world,
        "error: atlasprivateendpoint/shop has no endpoint in an AtlasProject's own list, which is all that can be moved\nhint: name the project, such as ap/shop\n",
        'migrate ape/shop',
      ),
    );
    await inWorld({ generation: 'v2.15' }, (world) =>
      refused(
        world,
        'error: atlasproject/shop declares no private endpoint: there is nothing to move\nhint: look at what there is with: kubectl atlas-pe status -n default\n',
      ),
    );
  });

  test('operators without AtlasPrivateEndpoint', () =>
    withItem('v1.6', (world) =>
      refused(
        world,
        "error: the endpoints of atlasproject/shop cannot be moved: this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint\nhint: upgrade the operator to 2.8.1 or later first\n",
      ),
    ));

  for (const [version, hint] of [
    ['2.8.0', 'upgrade the operator to 2.8.1 or later first'],
    [
      '2.17.0',
      'use a newer version of this program; the steps by hand are printed by: kubectl atlas-pe export ap/shop -n default\n$',
    ],
  ] as const)
    test(`operator ${version}`, () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        installOperator(world, version);
        await connectItem(world, awsItem);
        await refused(
          world,
          new RegExp(
            `^error: the endpoints of atlasproject/shop are not moved by operator ${version.replaceAll('.', '\\.')}: .*\nhint: ${hint}`,
          ),
        );
      }));

  test('an operator whose version cannot be seen', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      await connectItem(world, awsItem);
      await refused(
        world,
        /^error: the endpoints of atlasproject\/shop are not moved: whether Atlas keeps them depends on the operator's version, which no single Deployment of an operator shows\nhint: see which Deployments have its labels: kubectl get deployments\.apps -A -l 'app\.kubernetes\.io\/name in \(mongodb-atlas-kubernetes-operator, mongodb-atlas-operator\)'\n$/,
      );
    }));

  test('items of Google Cloud and of clouds that are not served, and all others with them', async () => {
    for (const [item, why] of [
      [
        { provider: 'GCP', region: 'WESTERN_EUROPE', gcpProjectId: 'p', endpointGroupName: 'g', endpoints: [] },
        'its service has no port mapping, which Atlas retires on \\S+, so that it has to be replaced and not moved',
      ],
      [{ provider: 'TENANT', region: 'US_EAST_1', id: 'x' }, 'this program makes no endpoints on TENANT'],
      [{ provider: 'AWS', region: 'nowhere', id: 'vpce-1' }, 'its region is not known'],
    ] as const)
      await withItem('v2.15', async (world) => {
        editProject(world, (_, spec) => (spec['privateEndpoints'] = [{ ...awsItem, id: first }, item]));
        await refused(
          world,
          new RegExp(
            `^error: ${item.provider}/${item.region} of atlasproject/shop cannot be moved: ${why}; and all endpoints of a project are moved together: .*\nhint: look at it with: kubectl atlas-pe status ap/shop -n default\n$`,
          ),
        );
      });
  });

  test('an endpoint that is not linked, and one that has failed', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      installOperator(world, '2.15.0');
      world.declareInProject([awsItem]);
      await world.operator.settled();
      await world.clock.foreground.sleep(60_000);
      await refused(
        world,
        'error: AWS/US_EAST_1 of atlasproject/shop is not moved: it is not linked, so that nobody could see whether it survives\nhint: finish it first: kubectl atlas-pe up ap/shop -n default\n',
      );
      world.operator.project().services.failServices['EU_WEST_1'] = { status: 'FAILED', message: 'no capacity' };
      editProject(world, (_, spec) => (spec['privateEndpoints'] = [{ ...awsItem, region: 'EU_WEST_1', id: first }]));
      await world.operator.settled();
      await world.clock.foreground.sleep(60_000);
      await refused(world, /^error: AWS\/EU_WEST_1 of atlasproject\/shop is not moved: no capacity, so that /);
    }));

  test('an endpoint of the service that Atlas has and no item declares: the object would delete it', () =>
    withItem('v2.15', async (world) => {
      world.operator.project().services.list('AWS')[0]?.attach({ id: 'vpce-0bbbbbbbbbbbbbbbb' });
      // The project's status is older than that, so that the operator has to look first.
      const seen = await world.run('migrate ap/shop --yes --timeout 5m');
      assert.match(
        seen.stderr,
        /\nerror: timed out after 5m waiting for the operator to look at atlasproject\/shop; last seen: PrivateEndpointReady is False: .*\n/,
      );
      assert.equal(seen.code, 124);
      await refused(
        world,
        'error: Atlas has the endpoint vpce-0bbbbbbbbbbbbbbbb, which no item of atlasproject/shop declares: an AtlasPrivateEndpoint that does not list it would delete it\nhint: remove it in Atlas, or declare it as another item of the same service first: kubectl edit atlasproject/shop -n default\n',
      );
      assert.equal((await world.run('migrate ap/shop --undo --yes --wait=false')).code, 0);
    }));

  test('a project that somebody else has the operator skip', () =>
    withItem('v2.15', async (world) => {
      annotate(world, { [skip]: 'skip' });
      await refused(
        world,
        `error: atlasproject/shop has the annotation ${skip}, which this program has not set: the operator ignores the project\nhint: if the operator may look at it again, remove the annotation: kubectl annotate atlasproject/shop -n default ${skip}-\n`,
      );
    }));

  test('a service that an object declares already, whatever its name', async () => {
    await withItem('v2.15', async (world) => {
      world.kubernetes.store.create(privateEndpoint('other', [first]));
      await world.operator.settled();
      await refused(
        world,
        "error: atlasprivateendpoint/other in namespace default declares AWS/US_EAST_1 too, beside atlasproject/shop: with atlasprivateendpoint/shop-us-east-1 as another object, each would delete the other's endpoints\nhint: look at it with: kubectl atlas-pe status ape/other -n default\n",
      );
    });
    await withItem('v2.15', async (world) => {
      world.kubernetes.store.create(privateEndpoint('shop-us-east-1', [first]));
      await world.operator.settled();
      await refused(
        world,
        'error: atlasprivateendpoint/shop-us-east-1 exists already, beside the item AWS/US_EAST_1 of atlasproject/shop; this program did not create it\nhint: if it is not wanted, make the operator keep what Atlas has, then delete it: kubectl annotate atlasprivateendpoint/shop-us-east-1 -n default mongodb.com/atlas-resource-policy=keep\n',
      );
    });
  });

  test('a project that Flux keeps, with what belongs in Git; --force does not help', () =>
    withItem('v2.15', async (world) => {
      editProject(world, (metadata) => {
        metadata['labels'] = {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        };
        metadata['managedFields'] = [
          {
            manager: 'kustomize-controller',
            operation: 'Apply',
            fieldsV1: { 'f:spec': { 'f:privateEndpoints': {} } },
          },
        ];
      });
      const said = `this belongs where the manifest is kept, in the order that export says:
apiVersion: atlas.mongodb.com/v1
kind: AtlasProject
metadata:
  name: shop
  namespace: default
spec:
  privateEndpoints: []
---
apiVersion: atlas.mongodb.com/v1
kind: AtlasPrivateEndpoint
metadata:
  name: shop-us-east-1
  namespace: default
spec:
  projectRef:
    name: shop
  provider: AWS
  region: US_EAST_1
  awsConfiguration:
    - id: ${first}
error: the Flux Kustomization flux-system/apps would put the endpoints back into atlasproject/shop at its next sync: its manifest has spec.privateEndpoints, which is replaced as a whole; nothing was changed
hint: make the changes there, in the order that this prints: kubectl atlas-pe export ap/shop -n default
`;
      await refused(world, said);
      await refused(world, said, 'migrate ap/shop --yes --force');
    }));

  test('a project of kubectl apply without --force, which warns', () =>
    withItem('v2.15', async (world) => {
      const manifest = JSON.stringify({ spec: { privateEndpoints: [{ ...awsItem, id: first }] } });
      annotate(world, { 'kubectl.kubernetes.io/last-applied-configuration': manifest });
      await refused(
        world,
        /\nerror: kubectl apply would put the endpoints back into atlasproject\/shop when it is applied again: .*; nothing was changed\nhint: .*kubectl atlas-pe export ap\/shop -n default\n {2}or write it anyway with: kubectl atlas-pe migrate ap\/shop --yes --force\n$/,
      );
      const seen = await world.run('migrate ap/shop --yes --force');
      assert.match(seen.stderr, /^warning: kubectl apply would put .*; continuing because of --force$/m);
      assert.equal(seen.code, 0);
    }));

  test('--undo where no move has begun, and where nothing can be put back', () =>
    withItem('v2.15', async (world) => {
      await refused(
        world,
        'error: no move of the endpoints of atlasproject/shop has begun, so that there is nothing to undo\nhint: look at it with: kubectl atlas-pe status ap/shop -n default\n',
        'migrate ap/shop --undo --yes',
      );
      assert.equal((await world.run('migrate ap/shop --yes')).code, 0);
      await refused(
        world,
        'error: atlasproject/shop declares no private endpoint: what has left it is not put back\nhint: look at what there is with: kubectl atlas-pe status -n default\n',
        'migrate ap/shop --undo --yes',
      );
    }));
});

suite('migrate, with somebody else at work', (test) => {
  test('items that are edited in the middle end it', () =>
    withItem('v2.15', async (world) => {
      let done = false;
      const seen = await world.run('migrate ap/shop --yes', {
        onOutput(text) {
          if (done || !/4\/8 forget +\d+s {2}the operator no longer/.test(text)) return;
          done = true;
          editProject(world, (_, spec) => (spec['privateEndpoints'] = [{ ...awsItem, id: 'vpce-0cccccccccccccccc' }]));
        },
      });
      assert.match(
        seen.stderr,
        /\nerror: somebody else has changed spec\.privateEndpoints or the annotations of atlasproject\/shop in the meantime\nhint: look at it, then go on with: kubectl atlas-pe migrate ap\/shop -n default\n {2}or go back with: kubectl atlas-pe migrate ap\/shop -n default --undo\n$/,
      );
      assert.deepEqual([seen.code, world.kubernetes.store.list('atlasprivateendpoints')], [1, []]);
    }));

  test('items that are removed while the operator leaves the project alone are said', () =>
    withItem('v2.15', async (world) => {
      await world.run('migrate ap/shop --yes', { stopAt: / \+ 6\/8 adopt/ });
      editProject(world, (_, spec) => delete spec['privateEndpoints']);
      await refused(
        world,
        `error: somebody else has removed the endpoints from atlasproject/shop while they were moved, and the operator still leaves it alone\nhint: if AtlasPrivateEndpoints declare all of them, let the operator look at the project again: kubectl annotate atlasproject/shop -n default ${skip}- kubectl-atlas-pe/moving-since-\n`,
      );
    }));

  test('an object that does not come to what the item was is told, with the way back', () =>
    withItem('v2.15', async (world) => {
      const seen = await world.run('migrate ap/shop --yes', {
        onOutput(text) {
          if (/4\/8 forget +\d+s {2}the operator no longer/.test(text))
            world.operator.project().services.list('AWS')[0]?.interfaces[0]?.state.enter('FAILED');
        },
      });
      assert.match(
        seen.stderr,
        /\nerror: atlasprivateendpoint\/shop-us-east-1 does not take over AWS\/US_EAST_1: shop-us-east-1 has failed\nhint: nothing is lost; go back with: kubectl atlas-pe migrate ap\/shop -n default --undo\n$/,
      );
      assert.equal(seen.code, 1);
    }));
});

/** A move that was stopped when the object was there, beside the item. */
function stopped(body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ generation: 'v2.15' }, async (world) => {
    installOperator(world, '2.15.0');
    await connectItem(world, awsItem);
    await world.run('migrate ap/shop --yes', { stopAt: / \+ 6\/8 adopt/ });
    await body(world);
  });
}

suite('in the middle of a move', (test) => {
  test('other commands touch neither the object nor the item, and name migrate', () =>
    stopped(async (world) => {
      for (const [command, reference] of [
        ['delete ape/shop-us-east-1 --yes', 'atlasprivateendpoint/shop-us-east-1'],
        ['delete ape/shop-us-east-1 --dry-run', 'atlasprivateendpoint/shop-us-east-1'],
        ['delete ap/shop --endpoint AWS/US_EAST_1 --yes', 'atlasproject/shop'],
        ['up ap/shop --endpoint AWS/EU_WEST_1 --legacy --yes', 'atlasproject/shop'],
        ['link ap/shop', 'atlasproject/shop'],
      ] as const)
        await refused(
          world,
          `error: ${reference} is in the middle of a move: migrate is turning the endpoints of atlasproject/shop into objects of their own, and has not finished; nothing was changed\nhint: finish it with: kubectl atlas-pe migrate ap/shop -n default\n  or go back with: kubectl atlas-pe migrate ap/shop -n default --undo\n`,
          command,
        );
    }));

  test('status and doctor name migrate, and not the annotation that it has set', () =>
    stopped(async (world) => {
      for (const command of ['status ap/shop', 'doctor ap/shop --only PE11']) {
        const { stdout } = await world.run(command);
        assert.match(stdout, /kubectl atlas-pe migrate ap\/shop -n default/, command);
        assert.doesNotMatch(stdout, new RegExp(`${skip}-`), command);
      }
    }));

  test('who has taken the annotation off is told to go back', () =>
    stopped(async (world) => {
      world.operator.paused = true;
      editProject(world, (metadata) => {
        const { [skip]: _, ...others } = metadata['annotations'] as Record<string, string>;
        metadata['annotations'] = others;
      });
      const { stderr } = await world.run('migrate ap/shop --yes');
      assert.match(
        stderr,
        /^error: atlasprivateendpoint\/shop-us-east-1 exists already, beside the item AWS\/US_EAST_1 of atlasproject\/shop, and the annotation by which the operator left the project alone during the move is gone\nhint: go back first with: kubectl atlas-pe migrate ap\/shop -n default --undo$/m,
      );
    }));
});

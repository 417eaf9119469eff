import assert from 'node:assert/strict';
import type { AtlasPrivateEndpoint } from '../../src/atlas/api/private-endpoint.ts';
import { connectByHand } from '../fakes/compute/by-hand.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const make = 'ape/shop-gcp --project shop --provider GCP --region europe-west1 --legacy-until 2027-04-30';
const ends = 'Atlas retires services without port mapping on 2027-04-30';

/** A world in which services without port mapping have so many attachments. */
function withLegacy(count: number, body: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
    world.operator.project().services.legacyAttachments = count;
    world.deployCluster();
    await body(world);
  });
}

function specOf({ kubernetes }: World): NonNullable<AtlasPrivateEndpoint['spec']> {
  const object = kubernetes.store.get('atlasprivateendpoints', 'default', 'shop-gcp') as AtlasPrivateEndpoint;
  return object.spec ?? {};
}

function asksForMapping({ kubernetes }: World, portMappingEnabled: boolean): void {
  kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-gcp', ({ spec }) => {
    Object.assign(spec as object, { portMappingEnabled });
  });
}

suite('a service on Google Cloud without port mapping', (test) => {
  test('is made with the date of its end only, and gets a rule for each attachment, a few at a time', () =>
    withLegacy(12, async (world) => {
      const seen = await world.run(`up ${make} --subnetwork endpoints --refresh`);
      assert.match(
        seen.stderr,
        /^ \* (?:\d\/\d )?accept +\d\S* +.*: 0 of 12 forwarding rules\n \* (?:\d\/\d )?accept +\d\S* +.*: 5 of 12 forwarding rules\n \* (?:\d\/\d )?accept +\d\S* +.*: 10 of 12 forwarding rules\n \+ (?:\d\/\d )?accept +\d\S* +ready to be linked \(12 of 12 PENDING\)$/m,
      );
      assert.match(seen.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE, 12 of 12 ACCEPTED/m);
      assert.match(seen.stderr, new RegExp(`^warning: its service has no port mapping, and ${ends}$`, 'm'));
      assert.match(seen.stdout, /^connectionStringPrivateSrv .*@orders-pl-0\./m);
      assert.equal(specOf(world).portMappingEnabled, undefined);
      const [item] = specOf(world).gcpConfiguration ?? [];
      assert.equal(item?.endpoints?.length, 12);
      assert.deepEqual(
        item.endpoints.map(({ name }) => name),
        Array.from({ length: 12 }, (_, index) => `${item.groupName}-${index}`),
      );
      const status = await world.run('status -o wide');
      assert.match(
        status.stdout,
        new RegExp(` +${item.groupName} .*-0 and 11 more .* its service has no port mapping, and ${ends}`),
      );
      const gone = await world.run('delete ape/shop-gcp --yes');
      assert.equal(gone.code, 0, gone.stderr);
      assert.deepEqual([world.compute.rules().length, world.compute.google.addresses.size], [0, 0]);
    }));

  test('is connected all the same: the date of its end stands beside its declaration, and all later links are looked at', () =>
    withLegacy(2, async (world) => {
      assert.equal((await world.run(`up ${make} --subnetwork endpoints --refresh`)).code, 0);
      const { stdout } = await world.run('status ape/shop-gcp');
      const [, ...lines] = stdout.split('\n');
      assert.match(
        lines.join('\n'),
        /^ \+ declared .*\n ! {12}its service has no port mapping, .*\n.*\n \+ service .*\n \+ linked .*\n \+ string .*\n$/,
      );
      // It keeps nothing from working, so that a wait for all to hold ends. The sandbox has no names for a group of rules.
      const waited = await world.run('doctor ape/shop-gcp --skip PE6 --wait --timeout 1m');
      assert.equal(waited.code, 0, waited.stdout);
    }));

  for (const stopAt of [/: 0 of 50/, /: 20 of 50/, /: 45 of 50/]) {
    test(`stopped at ${stopAt.source} and run again makes fifty, and none twice`, () =>
      withLegacy(50, async (world) => {
        const create = `create ${make} --subnetwork endpoints`;
        assert.equal((await world.run(create, { stopAt })).code, 130);
        const before = world.compute.rules().length;
        const seen = await world.run(create);
        assert.match(seen.stderr, /^ \+ (?:\d\/\d )?accept +\d\S* +ready to be linked \(50 of 50 PENDING\)/m);
        assert.deepEqual([world.compute.rules().length, world.compute.google.addresses.size], [50, 50]);
        assert.ok(before < 50);
        const targets = new Set(world.compute.rules().map(({ target }) => target));
        assert.equal(targets.size, 50);
      }));
  }

  test('link does not hand over a part of it', () =>
    withLegacy(12, async (world) => {
      await world.run(`create ${make} --subnetwork endpoints`, { stopAt: /: 5 of 12/ });
      const seen = await world.run('link ape/shop-gcp');
      assert.match(seen.stderr, /^error: no cloud endpoint was found for endpoint "shop-gcp"/m);
      assert.equal(specOf(world).gcpConfiguration, undefined);
    }));

  test('takes rules that somebody made by hand, in a group of any name, and tells them from its own', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.15', computeDelays: { addressMs: 0, ruleMs: 0 } }, async (world) => {
      world.operator.project().services.legacyAttachments = 2;
      world.deployCluster();
      const reserved = await world.run(`create ${make}`);
      const endpoints: object[] = [];
      for (const [index, target] of reserved.stdout.trimEnd().split('\n').entries()) {
        const name = `hand-${index}`;
        endpoints.push({ name, ipAddress: await connectByHand(world.compute, world.google, name, target) });
      }
      const found = await world.run('link ape/shop-gcp');
      assert.match(found.stderr, /^ \+ 3\/\d endpoint {2}already {2}hand in network shop-prod\/prod$/m);
      world.kubernetes.store.edit('atlasprivateendpoints', 'default', 'shop-gcp', ({ spec }) => {
        Object.assign(spec as object, { gcpConfiguration: [{ projectId: 'shop-prod', groupName: 'prod', endpoints }] });
      });
      await world.clock.foreground.sleep(60_000);
      const second = await world.run('up ape/shop-gcp --endpoint batch --subnetwork endpoints --refresh --yes');
      assert.match(second.stderr, /^ \+ \d\/\d endpoint {11}created atlas-pe-default-batch-/m);
      assert.deepEqual(
        specOf(world).gcpConfiguration?.map(({ groupName = '' }) => groupName.replace(/-[0-9a-f]{8}$/, '')),
        ['prod', 'atlas-pe-default-batch'],
      );
      const gone = await world.run('delete ape/shop-gcp --yes');
      assert.match(
        gone.stderr,
        /^note: prod is kept, because this plugin did not create it; delete it with: gcloud compute forwarding-rules delete hand-0 hand-1 /m,
      );
      assert.equal(world.compute.rules().length, 2);
    }));

  test('that is taken over by an object which asks for port mapping is told, and nothing is made for it', () =>
    withLegacy(3, async (world) => {
      world.addService({});
      await world.run('create ape/shop-gcp');
      asksForMapping(world, true);
      const told =
        'asks for port mapping, but the operator has taken over a service of the region that has none \\(3 service attachments\\)';
      const reserved = await world.run('create ape/shop-gcp');
      assert.match(reserved.stderr, new RegExp(`^warning: its spec ${told}; ${ends}$`, 'm'));
      assert.match((await world.run('status')).stdout, new RegExp(`Reserved .* its spec ${told}`));
      const refused = await world.run('up ape/shop-gcp --subnetwork endpoints');
      assert.match(
        refused.stderr,
        new RegExp(`^error: endpoint "shop-gcp" of atlasprivateendpoint/shop-gcp ${told}\nhint: ${ends}: delete`, 'm'),
      );
      assert.equal(world.compute.rules().length, 0);
      asksForMapping(world, false);
      const wanted = await world.run('up ape/shop-gcp --subnetwork endpoints --refresh');
      assert.equal(wanted.code, 0, wanted.stderr);
    }));

  test('a spec that will get one is told of before its service is there', () =>
    withLegacy(3, async (world) => {
      world.kubernetes.store.create({
        apiVersion: 'atlas.mongodb.com/v1',
        kind: 'AtlasPrivateEndpoint',
        metadata: { name: 'early', namespace: 'default' },
        spec: { projectRef: { name: 'shop' }, provider: 'GCP', region: 'US_EAST_4' },
      });
      const seen = await world.run('status ape/early -o wide');
      assert.match(
        seen.stdout,
        new RegExp(
          `its spec does not ask for port mapping \\(spec\\.portMappingEnabled\\), and ${ends}|its service has no port mapping`,
        ),
      );
    }));

  test('operators before 2.15.0 make it for a whole cluster, too', () =>
    inWorld({ cloud: 'GCP', generation: 'v2.11' }, async (world) => {
      world.operator.project().services.legacyAttachments = 2;
      world.deployCluster();
      const refused = await world.run('up ad/orders --yes --subnetwork endpoints');
      assert.match(refused.stderr, /^error: this cluster's operator is older than 2\.15\.0/m);
      assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 0);
      const seen = await world.run('up ad/orders --yes --subnetwork endpoints --legacy-until 2027-04-30 --refresh');
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(world.compute.rules().length, 2);
    }));
});

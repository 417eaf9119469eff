import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, type Reply, refusalOf, region, withCompute } from './fixture.ts';

type Request = (bench: Bench) => Promise<Reply>;

const fingerprint = '42WmSpB8rSM=';
const insertAddress: Request = ({ send, address }) => send('POST', `${region}/addresses`, address('two'));
const insertLabelled: Request = ({ send, address }) =>
  send('POST', `${region}/addresses`, address('two', { labels: { team: 'shop' } }));
const get =
  (path: string): Request =>
  ({ send }) =>
    send('GET', path);
const remove =
  (path: string): Request =>
  ({ send }) =>
    send('DELETE', path);
const label =
  (path: string): Request =>
  ({ send }) =>
    send('POST', `${path}/setLabels`, { labels: {}, labelFingerprint: fingerprint });

/** Makes an address by itself first, so that only the rule is at stake. */
const insertRule: Request = async ({ send, address, rule, clock }) => {
  await send('POST', `${region}/addresses`, address('two'));
  clock.pass(100);
  return send('POST', `${region}/forwardingRules`, rule('two'));
};

const address = `${region}/addresses/one`;
const rule = `${region}/forwardingRules/one`;
const instance = 'zones/europe-west1-b/instances/gke-shop-pool-1-4f2a9c10-0';

/** What each permission is needed for, in an account that has an address and a rule, both called `one`. */
const needs: readonly (readonly [permission: string, request: Request])[] = [
  ['compute.addresses.createInternal', insertAddress],
  ['compute.addresses.setLabels', insertLabelled],
  ['compute.subnetworks.use', insertAddress],
  ['compute.addresses.get', get(address)],
  ['compute.addresses.list', get(`${region}/addresses`)],
  ['compute.addresses.list', get('aggregated/addresses')],
  ['compute.addresses.setLabels', label(address)],
  ['compute.addresses.deleteInternal', remove(address)],
  ['compute.forwardingRules.create', insertRule],
  ['compute.forwardingRules.pscCreate', insertRule],
  ['compute.addresses.use', insertRule],
  ['compute.networks.use', insertRule],
  ['servicedirectory.services.create', insertRule],
  ['compute.forwardingRules.get', get(rule)],
  ['compute.forwardingRules.list', get(`${region}/forwardingRules`)],
  ['compute.forwardingRules.list', get('aggregated/forwardingRules')],
  ['compute.forwardingRules.setLabels', label(rule)],
  ['compute.forwardingRules.pscSetLabels', label(rule)],
  ['compute.forwardingRules.update', ({ send }) => send('PATCH', rule, { allowPscGlobalAccess: true })],
  ['compute.forwardingRules.pscUpdate', ({ send }) => send('PATCH', rule, { allowPscGlobalAccess: true })],
  ['compute.forwardingRules.delete', remove(rule)],
  ['compute.forwardingRules.pscDelete', remove(rule)],
  ['servicedirectory.services.delete', remove(rule)],
  ['servicedirectory.namespaces.delete', remove(rule)],
  ['compute.regionOperations.get', get(`${region}/operations/operation-1`)],
  ['compute.regionOperations.get', ({ send }) => send('POST', `${region}/operations/operation-1/wait`)],
  ['compute.instances.get', get(instance)],
  ['compute.instances.list', get('zones/europe-west1-b/instances')],
  ['compute.subnetworks.get', get(`${region}/subnetworks/nodes`)],
  ['compute.subnetworks.list', get(`${region}/subnetworks`)],
  ['compute.subnetworks.list', get('aggregated/subnetworks/listUsable')],
  ['compute.networks.get', get('global/networks/prod')],
  ['compute.networks.list', get('global/networks')],
  ['compute.regions.get', get(region)],
  ['compute.regions.list', get('regions')],
  ['compute.projects.get', get('/compute/v1/projects/shop-prod')],
  ['compute.projects.get', get('getXpnHost')],
];

suite('a permission', (test) => {
  for (const [index, [permission, request]] of needs.entries()) {
    test(`${permission} that is missing refuses its request and no other (${index + 1})`, () =>
      withCompute(async (bench) => {
        await bench.connect('one');
        bench.compute.permissions.deny(permission);
        const refused = await request(bench);
        assert.equal(refusalOf(refused), '403 forbidden');
        const [, project] = new RegExp(`^Required '${permission}' permission for 'projects/([^/']+)`).exec(
          refused.body.error?.message ?? '',
        ) ?? [''];
        assert.equal(project, 'shop-prod', refused.body.error?.message);
        bench.compute.permissions.restore();
        assert.notEqual((await request(bench)).status, 403);
      }));
  }

  test('servicedirectory.namespaces.create is needed by the first rule of a region', () =>
    withCompute(async (bench) => {
      bench.compute.permissions.deny('servicedirectory.namespaces.create');
      const refused = await insertRule(bench);
      assert.equal(
        refused.body.error?.message,
        "Required 'servicedirectory.namespaces.create' permission for 'projects/shop-prod/locations/europe-west1/namespaces/goog-psc-default'",
      );
      bench.compute.permissions.restore();
      await bench.connect('one');
      bench.compute.permissions.deny('servicedirectory.namespaces.create');
      assert.equal((await insertRule(bench)).status, 200);
    }));

  test('all that are missing are named, the first of them in the message', () =>
    withCompute(async (bench) => {
      for (const name of ['create', 'pscCreate']) bench.compute.permissions.deny(`compute.forwardingRules.${name}`);
      const { body } = await insertRule(bench);
      const resource = 'projects/shop-prod/regions/europe-west1/forwardingRules/two';
      assert.deepEqual(
        [body.error?.message, body.error?.errors.map(({ message }) => message)],
        [
          `Required 'compute.forwardingRules.create' permission for '${resource}'`,
          ['create', 'pscCreate'].map(
            (name) => `Required 'compute.forwardingRules.${name}' permission for '${resource}'`,
          ),
        ],
      );
    }));

  test('can be missing in one project alone: a service project uses what its host project has', () =>
    withCompute(async ({ send, compute, seed }) => {
      const path = `/compute/v1/projects/${seed.shared.project}/${region}/addresses`;
      const wanted = { name: 'one', addressType: 'INTERNAL', subnetwork: seed.shared.subnetwork.name };
      compute.permissions.deny('compute.subnetworks.use', seed.shared.host);
      const refused = await send('POST', path, wanted);
      const message = `Required 'compute.subnetworks.use' permission for '${seed.shared.subnetwork.name}'`;
      assert.equal(refused.body.error?.message, message);
      compute.permissions.restore();
      compute.permissions.deny('compute.subnetworks.use', seed.shared.project);
      assert.equal((await send('POST', path, wanted)).status, 200);
    }));

  test('is noted when it is needed, denied or not', () =>
    withCompute(async (bench) => {
      await bench.connect('one');
      assert.deepEqual(bench.compute.permissions.needed(), [
        'compute.addresses.createInternal',
        'compute.addresses.use',
        'compute.forwardingRules.create',
        'compute.forwardingRules.pscCreate',
        'compute.networks.use',
        'compute.subnetworks.use',
        'servicedirectory.namespaces.create',
        'servicedirectory.services.create',
      ]);
    }));
});

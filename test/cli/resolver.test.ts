/**
 * Every verb means the same endpoints by the same words: verb × spelling × kind of source. In each world everything is connected already,
 * so that no verb has anything left to do, and says which endpoints it is about. `delete` stops where it asks.
 */
import assert from 'node:assert/strict';
import type { AtlasDeployment } from '../../src/atlas/api/deployment.ts';
import { placed } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const subnet =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/prod/subnets/endpoints';

/** A world is asked some hundred times. */
const HANG_MS = 120_000;

/** A verb, and the flag with which it says the ids of the endpoints that it is about. */
const verbs = {
  up: '-o json',
  create: '-o json',
  link: '-o json',
  status: '-o json',
  secret: '',
  delete: '',
} as const;

type VerbName = keyof typeof verbs;

/** The ids of the cloud endpoints whose strings are printed, by their hosts. */
function idsOfStrings({ kubernetes }: World, stdout: string): readonly string[] {
  const hosts = new Set(stdout.match(/(?<=mongodb\+srv:\/\/[^@]*@)\S+/g));
  const { status } = kubernetes.store.get('atlasdeployments', 'default', 'orders') as Pick<AtlasDeployment, 'status'>;
  return (status?.connectionStrings?.privateEndpoint ?? []).flatMap(({ srvConnectionString = '', endpoints = [] }) =>
    hosts.has(srvConnectionString.replace('mongodb+srv://', ''))
      ? endpoints.flatMap(({ endpointId }) => endpointId ?? [])
      : [],
  );
}

/** The ids of the cloud endpoints that a verb says it is about. */
async function meant(world: World, verb: VerbName, words: string): Promise<readonly string[]> {
  const { stdout, stderr } = await world.run(`${verb} ${words} ${verbs[verb]}`);
  const said = verb === 'delete' ? (stderr.split(/^error: /m)[0] ?? '') : stdout;
  const ids =
    verb === 'secret'
      ? idsOfStrings(world, stdout)
      : (said.match(/vpce-[0-9a-f]{17}|\/subscriptions\/\S+\/privateEndpoints\/[^\s",)]+/g) ?? []);
  return ids.length > 0
    ? [...new Set(ids)].sort()
    : [stderr.split('\n').find((line) => line.startsWith('error')) ?? 'nothing'];
}

/** Words that a person may write after a verb, and whose endpoints they mean. */
type Rows = readonly (readonly [words: string, ids: readonly string[], except?: readonly VerbName[]])[];

/** Tries each row with every verb. */
async function agree(world: World, rows: Rows): Promise<void> {
  const wrong: unknown[] = [];
  for (const [words, ids, except = []] of rows) {
    for (const verb of Object.keys(verbs) as VerbName[]) {
      if (except.includes(verb)) continue;
      const found = await meant(world, verb, words);
      if (JSON.stringify(found) !== JSON.stringify(ids.toSorted())) wrong.push(`${verb} ${words}: ${found.join(' ')}`);
    }
  }
  assert.deepEqual(wrong, []);
}

/** Every way to write the name of an object. */
function spellings(types: readonly string[], name: string): readonly string[] {
  const [singular = ''] = types;
  const qualified = [`${singular}s.atlas.mongodb.com`, `${singular}.v1.atlas.mongodb.com`];
  return [
    ...[...types, singular.toUpperCase(), ...qualified].map((type) => `${type}/${name}`),
    ...[types.at(-1), qualified.at(-1)].map((type) => `${type} ${name}`),
  ];
}

/** The error of a verb that goes on with one endpoint, where there are several. */
function several(reference: string, ...labels: readonly string[]): string {
  return `error: ${reference} declares several endpoints: ${labels.join(', ')}`;
}

const deployment = ['atlasdeployment', 'ad'];
const service = ['atlasprivateendpoint', 'ape'];
const project = ['atlasproject', 'ap'];

async function idsAfter(world: World, commandLine: string): Promise<string> {
  const seen = await world.run(commandLine);
  assert.equal(seen.code, 0, `${commandLine}: ${seen.stderr}`);
  const { cloudEndpoint = '' } = JSON.parse((await world.run(`${commandLine} -o json`)).stdout) as {
    cloudEndpoint?: string;
  };
  return cloudEndpoint;
}

suite(
  'every verb means the same endpoints by the same words',
  (test) => {
    test('serverless deployment', () =>
      inWorld({}, async (world) => {
        world.deploy();
        const id = await idsAfter(world, `up orders ${placed(world)}`);
        await agree(world, [
          ['orders', [id]],
          ...spellings(deployment, 'orders').map((words) => [words, [id]] as const),
          ['ad/orders --endpoint orders-pe', [id]],
          [`orders --endpoint ${id}`, [id]],
        ]);
      }));

    test('serverless deployment with two endpoints', () =>
      inWorld({}, async (world) => {
        world.deploy();
        const id = await idsAfter(world, `up orders ${placed(world)}`);
        const web = await idsAfter(world, `up orders --endpoint web --yes ${placed(world)}`);
        await agree(world, [
          ['orders --endpoint orders-pe', [id]],
          ['ad/orders --endpoint web', [web]],
          ['ad orders --endpoint web', [web]],
          [`orders --endpoint ${web}`, [web]],
        ]);
      }));

    test('dedicated deployment in one region', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.addService();
        const id = await idsAfter(world, `up ape/shop-us ${placed(world)} --refresh`);
        await agree(world, [
          ['orders', [id]],
          ['shop-us', [id]],
          ...spellings(deployment, 'orders').map((words) => [words, [id]] as const),
          ...spellings(service, 'shop-us').map((words) => [words, [id]] as const),
          ...['orders', 'ad/orders', 'shop-us', 'ape/shop-us'].flatMap((name) => [
            [`${name} --endpoint shop-us`, [id]] as const,
            [`${name} --endpoint ${id}`, [id]] as const,
          ]),
        ]);
      }));

    test('dedicated deployment in two regions, on two clouds', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster({ regions: ['US_EAST_1', 'AZURE:EUROPE_NORTH'] });
        world.addService();
        world.addService({ name: 'shop-eu', provider: 'AZURE', region: 'EUROPE_NORTH' });
        const us = await idsAfter(world, `up ape/shop-us ${placed(world)} --refresh`);
        const eu = await idsAfter(world, `up ape/shop-eu --subnet ${subnet} --refresh`);
        const name = eu.split('/').at(-1) ?? '';
        await agree(world, [
          ['orders', [us, eu]],
          ...spellings(deployment, 'orders').map((words) => [words, [us, eu]] as const),
          ...['orders', 'ad/orders'].flatMap((cluster) => [
            [`${cluster} --endpoint shop-us`, [us]] as const,
            [`${cluster} --endpoint shop-eu`, [eu]] as const,
            [`${cluster} --endpoint ${us}`, [us]] as const,
            [`${cluster} --endpoint ${eu}`, [eu]] as const,
            [`${cluster} --endpoint ${eu.toUpperCase()}`, [eu]] as const,
            [`${cluster} --endpoint ${name}`, [eu]] as const,
          ]),
          ['ape/shop-eu', [eu]],
          [`ape/shop-eu --endpoint ${name}`, [eu]],
          [`ape shop-us --endpoint ${us}`, [us]],
        ]);
      }));

    test('AtlasPrivateEndpoint with two endpoints', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.addService();
        const web = await idsAfter(world, `up ape/shop-us --endpoint web --yes ${placed(world)} --refresh`);
        const batch = await idsAfter(world, `up ape/shop-us --endpoint batch --yes ${placed(world)} --refresh`);
        await agree(world, [
          ...['shop-us', 'ape/shop-us', 'ape shop-us', 'ad/orders'].flatMap((name) => [
            [`${name} --endpoint ${web}`, [web]] as const,
            [`${name} --endpoint ${batch}`, [batch]] as const,
            // The labels stand in the tags, and these two do not ask the cloud; create has nothing to do with the id.
            [`${name} --endpoint web`, [web], ['status', 'secret', 'create']] as const,
          ]),
          ['ad/orders', [web, batch], ['up', 'create', 'link']],
          ['ape/shop-us', [web, batch], ['up', 'create', 'link', 'secret']],
          ['ad/orders', [several('atlasprivateendpoint/shop-us', web, batch)], ['status', 'secret', 'delete']],
          ['ape/shop-us', [several('atlasprivateendpoint/shop-us', web, batch)], ['status', 'delete']],
        ]);
      }));

    test('AtlasProject with an item', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.declareInProject([{ provider: 'AWS', region: 'US_EAST_1' }]);
        const id = await idsAfter(world, `up ap/shop ${placed(world)} --refresh`);
        await agree(world, [
          ['shop', [id]],
          ['orders', [id]],
          ...spellings(project, 'shop').map((words) => [words, [id]] as const),
          ...['ap/shop', 'ad/orders', 'ad orders'].flatMap((name) => [
            [`${name} --endpoint AWS/US_EAST_1`, [id]] as const,
            [`${name} --endpoint aws/us-east-1`, [id]] as const,
            [`${name} --endpoint AWS/us_east_1`, [id]] as const,
            [`${name} --endpoint ${id}`, [id]] as const,
          ]),
        ]);
      }));

    test('AtlasProject with two items for one service', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.declareInProject([{ provider: 'AWS', region: 'US_EAST_1' }]);
        const id = await idsAfter(world, `up ap/shop ${placed(world)} --refresh`);
        world.declareInProject([
          { provider: 'AWS', region: 'US_EAST_1', id },
          { provider: 'AWS', region: 'us-east-1' },
        ]);
        const open = await world.run(`up ad/orders ${placed(world)} --refresh -o json`);
        const { cloudEndpoint: web = '' } = JSON.parse(open.stdout) as { cloudEndpoint?: string };
        assert.notEqual(web, id);
        // The label of what was open a moment ago means the first one by now.
        assert.match(open.stderr, new RegExp(`^use it in a Pod: .* --endpoint ${web} `, 'm'));
        const error = several('atlasproject/shop', id, web);
        await agree(world, [
          ['ad/orders', [id, web], ['up', 'create', 'link', 'delete']],
          ['ad/orders', [error], ['status', 'secret']],
          ...['ap/shop', 'ad/orders', 'orders'].flatMap((name) => [
            [`${name} --endpoint ${id}`, [id]] as const,
            [`${name} --endpoint ${web}`, [web]] as const,
            // A service's name is that of its first endpoint, once none is open.
            [`${name} --endpoint aws/us-east-1`, [id]] as const,
          ]),
        ]);
      }));

    test('AtlasProject with items for two services', () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster({ regions: ['US_EAST_1', 'AZURE:EUROPE_NORTH'] });
        world.declareInProject([
          { provider: 'AWS', region: 'US_EAST_1' },
          { provider: 'AZURE', region: 'EUROPE_NORTH' },
        ]);
        const made = await world.run(
          `up ad/orders --subnet-id us-east-1=${world.account.subnets.a} --subnet northeurope=${subnet} --refresh -o json`,
        );
        assert.equal(made.code, 0, made.stderr);
        assert.deepEqual(world.kubernetes.store.list('atlasprivateendpoints'), []);
        const { items } = JSON.parse(made.stdout) as { items: readonly { readonly cloudEndpoint: string }[] };
        const [us = '', eu = ''] = items.map(({ cloudEndpoint }) => cloudEndpoint);
        const name = eu.split('/').at(-1) ?? '';
        await agree(world, [
          ['ad/orders', [us, eu]],
          ...['shop', 'ap/shop', 'ad/orders'].flatMap((source) => [
            [`${source} --endpoint aws/us-east-1`, [us]] as const,
            [`${source} --endpoint AZURE/EUROPE_NORTH`, [eu]] as const,
            [`${source} --endpoint azure/northeurope`, [eu]] as const,
            [`${source} --endpoint ${eu}`, [eu]] as const,
            [`${source} --endpoint ${name}`, [eu]] as const,
          ]),
        ]);
      }));
  },
  HANG_MS,
);

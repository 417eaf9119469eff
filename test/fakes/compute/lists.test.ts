import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { type Bench, type Body, refusalOf, region, withCompute } from './fixture.ts';
import { regions } from './regions.ts';

const addresses = `${region}/addresses`;

async function threeAddresses({ send, address, clock }: Bench): Promise<void> {
  for (const [name, team] of [
    ['beta', 'shop'],
    ['alpha', 'shop'],
    ['gamma', 'search'],
  ] as const) {
    await send('POST', addresses, address(name, { labels: { team } }));
    clock.pass(100);
  }
}

const names = ({ items }: Body): readonly unknown[] => ((items ?? []) as Body[]).map(({ name }) => name);

const filters: Readonly<Record<string, readonly string[]>> = {
  'name = alpha': ['alpha'],
  'name != "alpha"': ['beta', 'gamma'],
  'labels.team = shop': ['alpha', 'beta'],
  'labels.team:*': ['alpha', 'beta', 'gamma'],
  'labels.owner:*': [],
  '(labels.team = shop) (name = beta)': ['beta'],
  'labels.team = shop AND name = beta': ['beta'],
  'name = beta OR name = gamma': ['beta', 'gamma'],
  'NOT name = beta': ['alpha', 'gamma'],
  'name:a': ['alpha', 'beta', 'gamma'],
  'name eq "(alpha|beta)"': ['alpha', 'beta'],
  'name eq alph': [],
  'name ne .*a.*m.*': ['alpha', 'beta'],
  "(name eq 'a.*') (status ne RESERVING)": ['alpha'],
  'subnetwork eq https://www.googleapis.com/compute/v1/projects/shop-prod/regions/europe-west1/subnetworks/endpoints': [
    'alpha',
    'beta',
    'gamma',
  ],
  'address > 10.60.1.3': ['gamma'],
};

suite('a list', (test) => {
  test('has members in the order of their names, and none at all when it is empty', () =>
    withCompute(async (bench) => {
      const empty = (await bench.send('GET', addresses)).body;
      assert.deepEqual(empty, {
        kind: 'compute#addressList',
        id: `projects/shop-prod/${addresses}`,
        selfLink: `https://www.googleapis.com/compute/v1/projects/shop-prod/${addresses}`,
      });
      await threeAddresses(bench);
      assert.deepEqual(names((await bench.send('GET', addresses)).body), ['alpha', 'beta', 'gamma']);
      const newest = await bench.send('GET', `${addresses}?orderBy=creationTimestamp%20desc`);
      assert.deepEqual(names(newest.body), ['gamma', 'alpha', 'beta']);
    }));

  test('has pages', () =>
    withCompute(
      async (bench) => {
        await threeAddresses(bench);
        const first = (await bench.send('GET', addresses)).body;
        assert.deepEqual(names(first), ['alpha', 'beta']);
        const second = (await bench.send('GET', `${addresses}?pageToken=${first.nextPageToken}`)).body;
        assert.deepEqual([names(second), second.nextPageToken], [['gamma'], undefined]);
        assert.deepEqual(names((await bench.send('GET', `${addresses}?maxResults=1`)).body), ['alpha']);
        assert.equal(refusalOf(await bench.send('GET', `${addresses}?maxResults=501`)), '400 invalid');
      },
      { pageSize: 2 },
    ));

  test('over all regions says of each whether there is anything', () =>
    withCompute(async (bench) => {
      await bench.connect('one');
      for (const collection of ['addresses', 'forwardingRules']) {
        const { body } = await bench.send('GET', `aggregated/${collection}`);
        const items = body['items'] as Record<string, { warning?: { code: string }; [key: string]: unknown }>;
        assert.equal(Object.keys(items).length, regions.length);
        assert.deepEqual(names({ items: items[region]?.[collection] }), ['one']);
        assert.equal(items['regions/us-east1']?.warning?.code, 'NO_RESULTS_ON_PAGE');
      }
    }));

  test('understands the filters that Google does', () =>
    withCompute(async (bench) => {
      await threeAddresses(bench);
      const seen: Record<string, unknown> = {};
      for (const filter of Object.keys(filters)) {
        const { body } = await bench.send('GET', `${addresses}?filter=${encodeURIComponent(filter)}`);
        seen[filter] = names(body);
      }
      assert.deepEqual(seen, filters);
    }));

  for (const filter of ['name', 'name alpha', 'colour = red', '(name = a', 'name eq a AND name = b', 'name = a )']) {
    test(`refuses the filter ${filter}`, () =>
      withCompute(async ({ send }) => {
        const { body } = await send('GET', `${addresses}?filter=${encodeURIComponent(filter)}`);
        assert.match(
          body.error?.message ?? '',
          /^Invalid value for field 'filter': .*Invalid list filter expression\.$/,
        );
      }));
  }

  test('there are the regions that Atlas has, 41 of them', () => {
    assert.deepEqual([regions.length, new Set(regions).size], [41, 41]);
  });
});

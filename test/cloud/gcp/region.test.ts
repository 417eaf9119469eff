import assert from 'node:assert/strict';
import { atlasRegion, ownRegion, regions } from '../../../src/cloud/gcp/region.ts';
import { nameOneRegion } from '../../../src/cloud/same-region.ts';
import { regions as places } from '../../fakes/compute/regions.ts';
import { gcpRegion } from '../../fakes/atlas/gcp.ts';
import { suite } from '../../harness/suite.ts';

suite('the regions of Google Cloud', (test) => {
  test('are the 41 in which Atlas has clusters, each in both spellings, as the fakes know them by another rule', () => {
    assert.deepEqual(regions.map(({ own }) => own).sort(), [...places].sort());
    for (const { atlas, own } of regions) {
      assert.equal(gcpRegion(atlas), own);
      assert.equal(atlasRegion(own), atlas);
      assert.equal(atlasRegion(atlas.toLowerCase()), atlas);
      assert.equal(ownRegion(atlas), own);
    }
  });

  test('under Assured Workloads are the same places', () => {
    assert.equal(atlasRegion('US_EAST_4_AW'), 'US_EAST_4_AW');
    assert.equal(ownRegion('US_EAST_4_AW'), 'us-east4');
  });

  test('are told from one another, also where the operator would not', () => {
    assert.equal(nameOneRegion('asia-northeast1', 'NORTHEASTERN_ASIA_PACIFIC'), true);
    assert.equal(nameOneRegion('EUROPE_WEST_2', 'EUROPE_WEST_12'), false);
    assert.equal(nameOneRegion('europe-west1', 'EUROPE_WEST_10', 'GCP'), false);
    assert.equal(nameOneRegion('us-east1', 'EASTERN_US', 'AWS'), false);
  });
});

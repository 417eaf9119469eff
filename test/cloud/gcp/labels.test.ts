import assert from 'node:assert/strict';
import { descriptionOf, groupName, groupOf, isOwned, labelsOf, madeForOf } from '../../../src/cloud/gcp/labels.ts';
import { resourceName } from '../../../src/cloud/gcp/names.ts';
import type { Owner } from '../../../src/core/cloud-endpoint.ts';
import { suite } from '../../harness/suite.ts';

const owner = (label: string, source = 'atlasprivateendpoint/shop'): Owner => ({
  source,
  namespace: 'team-a',
  uid: '7b1c9a4e-0000-4000-8000-000000000001',
  label,
});

const labels = ['web', 'Web.Tier', 'ÄÖÜ', 'x'.repeat(200), '-', '9lives', 'a_b'];

suite('names and labels on Google Cloud', (test) => {
  for (const label of labels) {
    test(`are what Google takes, and tell whose it is again: ${label.slice(0, 20)}`, () => {
      const mine = owner(label, `atlasprivateendpoint/${'n'.repeat(100)}`);
      // Of a hundred rules each has a number behind the name.
      assert.match(`${groupName(mine)}-99`, resourceName);
      const written = labelsOf(mine, { team: 'shop' });
      for (const [key, value] of Object.entries(written)) {
        assert.match(key, /^[a-z][a-z0-9_-]{0,62}$/);
        assert.match(value, /^[a-z0-9_-]{1,63}$/);
      }
      assert.equal(groupOf(written), groupName(mine));
      assert.equal(isOwned(mine, written), true);
      assert.deepEqual(madeForOf(written, descriptionOf(mine)), {
        uid: mine.uid,
        source: `team-a/${mine.source}`,
        label,
      });
    });
  }

  test('tell labels apart that are written alike', () => {
    const names = ['a.b', 'a_b', 'A.B', 'a-b'].map((label) => groupName(owner(label)));
    assert.equal(new Set(names).size, names.length);
    assert.equal(isOwned(owner('a.b'), labelsOf(owner('A.B'), {})), false);
    assert.equal(isOwned(owner('web'), undefined), false);
    assert.equal(madeForOf({ team: 'shop' }, descriptionOf(owner('web'))), undefined);
  });
});

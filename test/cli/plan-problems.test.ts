import assert from 'node:assert/strict';
import { targetOf } from '../../src/atlas/sources/lookup.ts';
import { sources } from '../../src/atlas/sources/table.ts';
import { explain } from '../../src/cli/words/plan-problems.ts';
import { cloudNamed } from '../../src/cloud/table.ts';
import type { CloudEndpoint } from '../../src/core/cloud-endpoint.ts';
import { hintOf } from '../harness/hint.ts';
import { suite } from '../harness/suite.ts';

const about = {
  target: targetOf(sources.atlasdeployment, 'default', 'orders'),
  label: 'orders-pe',
  cloud: cloudNamed('AWS'),
};
const endpoint: CloudEndpoint = {
  id: 'vpce-1',
  attachment: { cloud: 'AWS' },
  service: 'service',
  readiness: 'ready',
  state: 'pendingAcceptance',
  reason: undefined,
  place: 'vpc-1',
  ours: true,
  removeCommand: { shell: ['aws'] },
};

suite('problems of a plan in words', (test) => {
  test('attachments that differ in what their cloud has no words for are told with a hint too', () => {
    const linked = explain({ code: 'linked-differently', declared: { cloud: 'AWS' }, wanted: { cloud: 'AWS' } }, about);
    assert.equal(
      linked.message,
      'endpoint "orders-pe" of atlasdeployment/orders is already linked, but not as the flags say',
    );
    assert.equal(hintOf(linked), 'omit the flags that describe the cloud endpoint to keep the link as it is');
    const seen = explain({ code: 'seen-differently', endpoint, wanted: { cloud: 'AWS' } }, about);
    assert.equal(seen.message, 'vpce-1 is not as the flags say');
    assert.equal(hintOf(seen), 'omit the flags that describe the cloud endpoint: it is read from the cloud');
  });
});

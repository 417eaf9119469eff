import { realClock } from '../../harness/clock.ts';
import { fewRetries } from '../../harness/few-retries.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudNamed } from '../../../src/cloud/table.ts';
import type { FlagValues } from '../../../src/cloud/flags/flag.ts';
import { suite } from '../../harness/suite.ts';

const [env, own, other] = ['a', 'b', 'c'].map((digit) => `00000000-0000-4000-8000-${digit.repeat(12)}`);
const subnet = `/subscriptions/${own}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/sub`;
const idIn = (subscription = ''): string =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe`;

/** What the account is called, where az knows one subscription by name. */
async function identity(
  flags: FlagValues,
  ids: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'az-'));
  writeFileSync(join(folder, 'azureProfile.json'), JSON.stringify({ subscriptions: [{ id: other, name: 'Lab' }] }));
  try {
    const cloud = await cloudNamed('AZURE').open({
      flags,
      env: { AZURE_CONFIG_DIR: folder, ...variables },
      atlasRegion: undefined,
      attachments: [],
      warn: () => undefined,
      log: undefined,
      retries: fewRetries(realClock),
    });
    return await cloud.identity(ids);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite('which Azure subscription is acted on', (test) => {
  const variables = { AZURE_SUBSCRIPTION_ID: env };
  for (const [what, flags, ids, expect] of [
    ['that of the endpoints', {}, [idIn(other)], `Azure subscription ${other} (Lab)`],
    [
      'those of the endpoints',
      { subnet },
      [idIn(own), idIn(other), idIn(own)],
      `Azure subscription ${own}, Azure subscription ${other} (Lab)`,
    ],
    ['that of the subnet of a new one', { subnet }, [], `Azure subscription ${own}`],
    ['that of --subscription', { subscription: other }, [], `Azure subscription ${other} (Lab)`],
    ['that of the environment', {}, [], `Azure subscription ${env}`],
  ] as const)
    test(what, async () => assert.equal(await identity(flags, ids, variables), expect));

  test('none is known', async () => assert.equal(await identity({}, []), undefined));
});

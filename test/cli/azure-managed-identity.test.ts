import assert from 'node:assert/strict';
import { startMetadataService } from '../fakes/arm/metadata-service.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const identity = '34343434-5656-4787-8989-010101010101';

/** One for all tests: the SDK remembers the first that it found. */
const metadata = await startMetadataService(identity);

/** Runs on a machine that has a managed identity. @param body gets what has been asked for since */
function onMachine(body: (world: World, asked: () => readonly string[]) => Promise<void>): Promise<void> {
  return inWorld({ cloud: 'AZURE', unpasted: true }, async (world) => {
    const before = metadata.asked().length;
    await body(world, () => [...new Set(metadata.asked().slice(before))]);
  });
}

/** Creates an endpoint with other variables. The SDK reads those of the process, which the world sets back. */
async function create(world: World, more: Readonly<Record<string, string | undefined>> = {}): Promise<Seen> {
  const env = {
    AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    AZURE_POD_IDENTITY_AUTHORITY_HOST: metadata.url,
    AZURE_CLIENT_ID: undefined,
    ...more,
  };
  const kept = { ...process.env };
  try {
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    world.deploy();
    return await world.run(`create orders --subnet ${world.azure.subnets.endpoints}`, { env });
  } finally {
    for (const name of Object.keys(env)) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
}

suite('a managed identity, which AZURE_TOKEN_CREDENTIALS asks for', (test) => {
  test('is the one of the machine', () =>
    onMachine(async (world, asked) => {
      const seen = await create(world);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(asked(), ['https://management.azure.com']);
    }));

  test('is the one that AZURE_CLIENT_ID names', () =>
    onMachine(async (world, asked) => {
      const seen = await create(world, { AZURE_CLIENT_ID: identity });
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(asked(), [`https://management.azure.com ${identity}`]);
    }));

  test('is told where the machine has none of that name', () =>
    onMachine(async (world) => {
      const seen = await create(world, { AZURE_CLIENT_ID: '00000000-5656-4787-8989-010101010101' });
      assert.equal(seen.code, 1);
      assert.match(seen.stderr, /^error: .*Identity not found/m);
    }));
});

import assert from 'node:assert/strict';
import type { DeclareTest } from './suite.ts';
import { type RunOptions, type World, inWorld } from './world.ts';

export interface BadInput extends RunOptions {
  /** What is wrong, as a sentence. */
  readonly when: string;
  readonly options?: Parameters<typeof inWorld>[0];
  /** Makes it wrong; may return environment variables for the command. */
  readonly given?: (
    world: World,
  ) => Promise<Record<string, string | undefined> | void> | Record<string, string | undefined> | void;
  readonly command: string | ((world: World) => string);
  /** All of stderr; `{name}` stands for what differs from run to run. */
  readonly stderr: string;
  readonly code?: number;
  /** Lines of progress before the error are left out of the comparison. */
  readonly afterProgress?: boolean;
}

/** Everything in the world that a command could have changed. */
function fingerprint({ kubernetes, ec2, arm }: World): string {
  const objects = ['atlasdeployments', 'atlasprivateendpoints', 'secrets', 'atlasprojects', 'atlasdatabaseusers'].map(
    (resource) =>
      kubernetes.store.list(resource).map((object) => ({
        ...object,
        status: undefined,
        metadata: { ...object.metadata, resourceVersion: undefined },
      })),
  );
  return JSON.stringify([
    objects,
    ec2.endpoints('us-east-1').map(({ id, tags }) => [id, tags]),
    arm.endpoints().map(({ id, tags }) => [id, tags]),
  ]);
}

/** Replaces what differs from run to run: ports, temporary folders. */
function scrub(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:{port}')
    .replace(/\/tmp\/kubectl-atlas-pe-[A-Za-z0-9]+/g, '{folder}');
}

/** Declares the test that this bad input is refused in these words, with nothing on stdout, and that nothing was changed. */
export function refuses(test: DeclareTest, bad: BadInput): void {
  test(bad.when, () =>
    inWorld(bad.options ?? {}, async (world) => {
      const env = (await bad.given?.(world)) ?? {};
      await world.operator.settled();
      const before = fingerprint(world);
      const command = typeof bad.command === 'string' ? bad.command : bad.command(world);
      const seen = await world.run(command, { ...bad, env: { ...bad.env, ...env } });
      const lines = scrub(seen.stderr).split('\n');
      const first =
        bad.afterProgress === true
          ? lines.findIndex((line) => /^(error:|Error from|Unable to|The connection)/.test(line))
          : 0;
      assert.equal(lines.slice(Math.max(first, 0)).join('\n'), bad.stderr.replace(/^\n/, ''));
      assert.equal(seen.stdout, '');
      assert.equal(seen.code, bad.code ?? 1);
      assert.equal(fingerprint(world), before, 'something was changed');
    }),
  );
}

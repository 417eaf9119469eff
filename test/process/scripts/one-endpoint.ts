import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { check } from '../oracle.ts';
import type { BothWays, Command } from './same-end.ts';

/** The commands for an AtlasPrivateEndpoint that is made for a project. */
export interface EndpointCommands<W> {
  readonly source: string;
  /** Reserves the service only. */
  readonly reserve: Command<W>;
  readonly create: Command<W>;
  readonly up: Command<W>;
  /** The same for a cluster. */
  readonly upOfCluster: Command<W>;
}

/** Checks the scripts of what is done with one endpoint on every cloud. */
export async function checkOneEndpoint<W extends Sandbox>(
  ways: BothWays<W>,
  { source, reserve, create, up, upOfCluster }: EndpointCommands<W>,
): Promise<void> {
  const same = (name: string, command: Command<W>, ...before: readonly Command<W>[]): Promise<void> =>
    check(name, async () => void (await ways.sameEnd(command, { before })));
  await same('create without a placement', reserve);
  await same('create with a placement', create);
  await same('link of what was created', () => `link ${source}`, create);
  await check('up from nothing: the string without its password, and the Secret is written', async () => {
    const { script } = await ways.sameEnd(up);
    assert.match(script, /^connectionStringPrivate\w*=mongodb(\+srv)?:\/\/app:\*{4}@/m);
  });
  await same('up of what was created', up, create);
  await same('up of what is connected', up, up);
  await same('up of a cluster', upOfCluster);
  await same('delete', () => `delete ${source} --yes`, up);
}

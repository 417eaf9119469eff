/** What is left of what our commands wrote once Git's manifest is applied again. */
import assert from 'node:assert/strict';
import type { Generation } from '../../fakes/operator/generation.ts';
import type { DeclareTest } from '../../harness/suite.ts';
import type { RealServer } from '../real-server.ts';
import { atWork } from '../workplace.ts';
import { Kept } from './kept.ts';
import { type Manager, type Outcome, type Peer, atomic, keyed, managers } from './outcomes.ts';
import { type Sync, apply, flux } from '../../real/peers.ts';
import type { InGit, Source } from './sources.ts';

export const peers = {
  flux,
  'kubectl apply': apply(),
  'kubectl apply --server-side': apply('--server-side'),
} satisfies Record<Peer, Sync>;

export interface Where {
  readonly server: RealServer;
  readonly generation: Generation;
}

/** Declares a test for each thing that Git may have, and for each name that our change may be noted under. */
export function survives(test: DeclareTest, { server, generation }: Where, source: Source, peer: Peer): void {
  const row: Readonly<Record<Manager, Partial<Record<InGit, Outcome>>>> = (source.keyed ? keyed : atomic)[peer];
  for (const manager of managers)
    for (const [inGit, outcome] of Object.entries(row[manager]) as [InGit, Outcome][])
      test(`Git has ${inGit}, we write as ${manager}: ${outcome}`, () =>
        atWork(server, generation, (place) =>
          proved(new Kept(server, place, source, inGit), peer, {
            manager,
            inGit,
            outcome,
            refused: row['atlas-pe'][inGit] !== 'kept',
          }),
        ));
}

interface Tried {
  readonly manager: Manager;
  readonly inGit: InGit;
  readonly outcome: Outcome;
  /** Whether our commands say beforehand that the object's manifest undoes the change, whatever the manager's name is. */
  readonly refused: boolean;
}

async function proved(kept: Kept, peer: Peer, { manager, inGit, outcome, refused }: Tried): Promise<void> {
  const { git: lists, linked } = kept.source;
  const git = lists[inGit] ?? [];
  const both = inGit === "another's item" ? [...git, linked] : [linked];
  const forced = peer === 'kubectl apply --server-side' ? 'serverside-applied' : undefined;
  assert.equal(await kept.sync(peers[peer]), forced ?? 'created');
  assert.equal(await kept.link(manager), refused);
  assert.deepEqual(await kept.list(), both);
  const changes = outcome === 'lost' ? 'configured' : 'unchanged';
  assert.equal(await kept.sync(peers[peer]), outcome === 'conflict' ? outcome : (forced ?? changes));
  const left = outcome === 'lost' ? git : both;
  assert.deepEqual(await kept.list(), left);
  if (outcome === 'conflict') {
    assert.equal(await kept.sync(apply('--server-side', '--force-conflicts')), forced);
    assert.deepEqual(await kept.list(), git);
  } else {
    // It stays so.
    const word = await kept.sync(peers[peer]);
    if (outcome === 'kept') assert.equal(word, forced ?? 'unchanged');
    assert.deepEqual(await kept.list(), left);
  }
}

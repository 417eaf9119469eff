/** What is left of what our commands wrote once Git's manifest is applied again. */
import assert from 'node:assert/strict';
import type { Generation } from '../../fakes/operator/operator.ts';
import type { DeclareTest } from '../../harness/suite.ts';
import type { RealServer } from '../real-server.ts';
import { atWork } from '../workplace.ts';
import { Kept, type Manager, managers } from './kept.ts';
import { type Sync, apply, flux } from '../../real/peers.ts';
import type { InGit, Source } from './sources.ts';

/** Everything of ours is there; nothing but what is in Git is; or the sync fails and leaves everything as it is. */
type Outcome = 'kept' | 'lost' | 'conflict';

export const peers = {
  flux,
  'kubectl apply': apply(),
  'kubectl apply --server-side': apply('--server-side'),
} satisfies Record<string, Sync>;
export type Peer = keyof typeof peers;

/** By manager, and by what Git has. */
type Row<Column extends InGit> = Readonly<Record<Manager, Readonly<Record<Column, Outcome>>>>;

const keyed: Readonly<Record<Peer, Row<'no list' | 'an empty list' | "another's item">>> = {
  flux: {
    'atlas-pe': { 'no list': 'kept', 'an empty list': 'kept', "another's item": 'kept' },
    'kubectl-atlas-pe': { 'no list': 'lost', 'an empty list': 'lost', "another's item": 'lost' },
  },
  'kubectl apply': {
    'atlas-pe': { 'no list': 'kept', 'an empty list': 'lost', "another's item": 'lost' },
    'kubectl-atlas-pe': { 'no list': 'kept', 'an empty list': 'lost', "another's item": 'lost' },
  },
  'kubectl apply --server-side': {
    'atlas-pe': { 'no list': 'kept', 'an empty list': 'kept', "another's item": 'kept' },
    'kubectl-atlas-pe': { 'no list': 'kept', 'an empty list': 'kept', "another's item": 'kept' },
  },
};

const whole = { 'an empty list': 'lost', 'our item without its id': 'lost', "another's item": 'lost' } as const;
const contested = {
  'an empty list': 'conflict',
  'our item without its id': 'conflict',
  "another's item": 'conflict',
} as const;

const atomic: Readonly<Record<Peer, Row<InGit>>> = {
  flux: {
    'atlas-pe': { 'no list': 'kept', ...whole },
    'kubectl-atlas-pe': { 'no list': 'lost', ...whole },
  },
  'kubectl apply': {
    'atlas-pe': { 'no list': 'kept', ...whole },
    'kubectl-atlas-pe': { 'no list': 'kept', ...whole },
  },
  'kubectl apply --server-side': {
    'atlas-pe': { 'no list': 'kept', ...contested },
    'kubectl-atlas-pe': { 'no list': 'kept', ...contested },
  },
};

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

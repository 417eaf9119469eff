/** What makes Flux leave our changes alone where it would undo them, and who owns what. */
import assert from 'node:assert/strict';
import type { DeclareTest } from '../../harness/suite.ts';
import { atWork } from '../workplace.ts';
import { Kept } from './kept.ts';
import { type Synced, flux, fluxIgnoring } from '../../real/peers.ts';
import type { Manager, Peer } from './outcomes.ts';
import { deployment, type InGit, privateEndpoint, project, type Source } from './sources.ts';
import { peers, type Where } from './table.ts';

const group = 'kustomize.toolkit.fluxcd.io';
const theirs = 'k:{"id":"vpce-0aaaaaaaaaaaaaaaa"}';
const ours = 'k:{"id":"vpce-026b4c868ce5d755d"}';

/** Annotations that somebody sets on the object in the cluster, each tried where the next sync would undo our change. */
const annotations: readonly {
  readonly annotation: string;
  readonly source: Source;
  readonly inGit: InGit;
  readonly manager: Manager;
  /** What the sync says. */
  readonly word: Synced;
  /** Whether our change is still there. */
  readonly helps: boolean;
}[] = [
  { ...inTheList('reconcile=disabled'), word: 'skipped', helps: true },
  { ...inTheList('ssa=Ignore'), word: 'skipped', helps: true },
  // Only the one in Git's manifest counts.
  { ...inTheList('ssa=IfNotPresent'), word: 'configured', helps: false },
  // No manager is taken over, but what Git has is applied all the same.
  { ...inTheList('ssa=Merge'), word: 'configured', helps: false },
  {
    annotation: `${group}/ssa=Merge`,
    source: privateEndpoint,
    inGit: 'no list',
    manager: 'kubectl-atlas-pe',
    word: 'unchanged',
    helps: true,
  },
];

/** Where Git has a list that is replaced as a whole. */
function inTheList(
  annotation: string,
): Pick<(typeof annotations)[number], 'annotation' | 'source' | 'inGit' | 'manager'> {
  return {
    annotation: `${group}/${annotation}`,
    source: deployment,
    inGit: 'our item without its id',
    manager: 'atlas-pe',
  };
}

export function exceptions(test: DeclareTest, { server, generation }: Where): void {
  for (const { annotation, manager, source, inGit, word, helps } of annotations)
    test(`${annotation}, ${source.kind} with ${inGit} in Git, we write as ${manager}: ${helps ? 'kept' : 'lost'}`, () =>
      atWork(server, generation, async (place) => {
        const kept = new Kept(server, place, source, inGit);
        await kept.sync(flux);
        await kept.link(manager);
        await kept.annotate(annotation);
        assert.equal(await kept.sync(flux), word);
        assert.deepEqual(await kept.list(), helps ? [source.linked] : source.git[inGit]);
      }));
}

/** Where a list that is replaced as a whole is, as a JSON pointer. */
const pointers: readonly (readonly [Source, string])[] = [
  [deployment, '/spec/serverlessSpec/privateEndpoints'],
  [project, '/spec/privateEndpoints'],
];

/** A path that the Kustomization says is not to be corrected. */
export function ignored(test: DeclareTest, { server, generation }: Where): void {
  for (const [source, pointer] of pointers)
    test(`spec.ignore of the Kustomization has ${pointer}: kept, whatever Git has there`, () =>
      atWork(server, generation, async (place) => {
        const kept = new Kept(server, place, source, 'our item without its id');
        await kept.sync(flux);
        await kept.link('atlas-pe');
        assert.equal(await kept.sync(fluxIgnoring(pointer)), 'unchanged');
        assert.deepEqual(await kept.list(), [source.linked]);
        // The path is looked at again once it is not ignored any more.
        assert.equal(await kept.sync(flux), 'configured');
        assert.deepEqual(await kept.list(), source.git['our item without its id']);
      }));
}

/** What an earlier version wrote is not taken away once this one has written to the object. */
export function formerManager(test: DeclareTest, { server, generation }: Where): void {
  test('what was written as kubectl-atlas-pe is kept by Flux after the next write under our own name', () =>
    atWork(server, generation, async (place) => {
      const kept = new Kept(server, place, privateEndpoint, 'no list');
      await kept.sync(flux);
      await kept.link('kubectl-atlas-pe');
      const second = 'vpce-0a18ae6eb7a11cca3';
      await kept.write(`link ape/shop-us --endpoint second --id ${second} --skip-cloud-check`);
      assert.deepEqual(await kept.owners(), { [`k:{"id":"${second}"}`]: ['atlas-pe'] });
      assert.equal(await kept.sync(flux), 'unchanged');
      assert.deepEqual(await kept.list(), [privateEndpoint.linked, { id: second }]);
    }));
}

/** The name that a peer's changes are noted under, where it is the server that merges them. */
const noted: Partial<Readonly<Record<Peer, string>>> = {
  flux: 'kustomize-controller',
  'kubectl apply --server-side': 'kubectl',
};

/** Each item of a keyed list has an owner of its own. */
export function ownership(test: DeclareTest, { server, generation }: Where, peer: Peer): void {
  const git = noted[peer];
  if (git === undefined) return;
  test(`beside ${peer} an item of Git's is ${git}'s, and ours is ours, before and after the next sync`, () =>
    atWork(server, generation, async (place) => {
      const kept = new Kept(server, place, privateEndpoint, "another's item");
      for (const step of ['before', 'after']) {
        await kept.sync(peers[peer]);
        if (step === 'before') await kept.link('atlas-pe');
        assert.deepEqual(await kept.owners(), { [theirs]: [git], [ours]: ['atlas-pe'] }, step);
      }
    }));
}

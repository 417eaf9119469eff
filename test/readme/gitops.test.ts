import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Outcome, type Peer, atomic, keyed } from '../contract/gitops/outcomes.ts';
import { suite } from '../harness/suite.ts';

const page = readFileSync(new URL('../../docs/gitops.md', import.meta.url), 'utf8');
const peers = ['flux', 'kubectl apply', 'kubectl apply --server-side'] as const satisfies readonly Peer[];
const words: Readonly<Record<Outcome, string>> = { kept: 'stays', lost: 'removed', conflict: 'ends in a conflict' };

/** The rows of the table whose head begins with these words. */
function rowsOf(head: string): readonly string[] {
  const [, ...rows] =
    page
      .slice(page.indexOf(`| the manifest of an ${head}`))
      .split('\n\n', 1)[0]
      ?.split('\n') ?? [];
  return rows.slice(1);
}

const row = (label: string, outcomes: readonly Outcome[]): string =>
  `| ${[label, ...outcomes.map((outcome) => words[outcome])].join(' | ')} |`;

/** What the page says of several manifests in one row must be the same for each of them. */
function theOne(outcomes: readonly Outcome[]): Outcome {
  const [first, ...others] = new Set(outcomes);
  assert.deepEqual(others, []);
  return first as Outcome;
}

suite('what docs/gitops.md says of Flux and kubectl apply is what test/contract/gitops shows', (test) => {
  test('for lists with a key', () => {
    const lists = ['an empty list', "another's item"] as const;
    assert.deepEqual(rowsOf('AtlasPrivateEndpoint'), [
      row(
        'no list of endpoints',
        peers.map((peer) => keyed[peer]['atlas-pe']['no list']),
      ),
      row(
        "an empty list, or another's item",
        peers.map((peer) => theOne(lists.map((list) => keyed[peer]['atlas-pe'][list]))),
      ),
    ]);
  });

  test('for lists that are written as a whole', () => {
    const lists = ['an empty list', "another's item", 'our item without its id'] as const;
    assert.deepEqual(rowsOf('AtlasDeployment'), [
      row(
        'no list of endpoints',
        peers.map((peer) => atomic[peer]['atlas-pe']['no list']),
      ),
      row(
        'a list without the item, or without its id',
        peers.map((peer) => theOne(lists.map((list) => atomic[peer]['atlas-pe'][list]))),
      ),
    ]);
  });
});

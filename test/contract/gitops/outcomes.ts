/** What is left of an endpoint of ours when an object's manifest is applied again: by what applies it, our manager's name, and what Git has. */
import type { InGit } from './sources.ts';

export type Peer = 'flux' | 'kubectl apply' | 'kubectl apply --server-side';

/**
 * The names that our changes can be noted under in `metadata.managedFields`: one that Flux leaves alone, and one that it takes for
 * a manager of kubectl's, as it does with every name that begins so.
 */
export const managers = ['atlas-pe', 'kubectl-atlas-pe'] as const;
export type Manager = (typeof managers)[number];

/** Everything of ours is there; nothing but what is in Git is; or the sync fails and leaves everything as it is. */
export type Outcome = 'kept' | 'lost' | 'conflict';

/** By manager, and by what Git has. */
type Row<Column extends InGit> = Readonly<Record<Manager, Readonly<Record<Column, Outcome>>>>;

export const keyed: Readonly<Record<Peer, Row<'no list' | 'an empty list' | "another's item">>> = {
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

export const atomic: Readonly<Record<Peer, Row<InGit>>> = {
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

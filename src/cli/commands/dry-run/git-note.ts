import type { GitArguments } from '../connect/git/offer.ts';
import type { Rehearsed, Showing } from './rehearsed.ts';

/**
 * What is different where changes are made in Git: whoever runs the command may have no right to write the object, and does not need it.
 * @returns how the objects are shown, and what is said of them
 */
export function gitNote(
  { git, write: file }: GitArguments,
  showing: Showing,
): { readonly objects: Showing; readonly notes: readonly Rehearsed[] } {
  if (git !== true && file === undefined) return { objects: showing, notes: [] };
  const how = file === undefined ? 'prints each change for Git' : `makes each change in ${file}`;
  const unchecked = showing.mode === 'server' ? ', so that the API server was not asked to check it' : '';
  const note = `without --dry-run, the command ${how} and waits until it is applied; it does not write the object${unchecked}`;
  return { objects: { ...showing, mode: 'client' }, notes: [{ plan: [], objects: [], notes: [note] }] };
}

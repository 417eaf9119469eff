import { privateEndpointResource } from '../../../atlas/api/private-endpoint.ts';
import { printLine } from '../../../output/escape.ts';
import type { VerbContext } from '../../context.ts';
import type { AlreadyMoved } from './survey.ts';

/** An earlier run, or somebody else, has done it all. @returns the exit code */
export function tellMoved({ target, objects }: AlreadyMoved, context: VerbContext): number {
  const list = objects.map((name) => `${privateEndpointResource.singular}/${name}`).join(', ');
  printLine(
    context.stderr,
    `${target.reference} declares no private endpoint any more; ${list} declare${objects.length === 1 ? 's' : ''} those of the project`,
  );
  return 0;
}

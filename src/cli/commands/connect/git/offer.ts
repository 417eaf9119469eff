import type { GitChange, Offer } from '../../../../atlas/connect/through-git.ts';
import { cleanManifest } from '../../../../atlas/ownership/clean-manifest.ts';
import { manifestChange } from '../../../../atlas/ownership/manifest-change.ts';
import type { Source } from '../../../../atlas/sources/source.ts';
import { UserError } from '../../../../core/errors.ts';
import { Slots } from '../../../../core/plan/slots/slots.ts';
import { printLine } from '../../../../output/escape.ts';
import { toYaml } from '../../../../output/format.ts';
import type { VerbContext } from '../../../context.ts';
import type { SelectedEndpoint } from '../../../endpoints/selected-endpoint.ts';
import { changeFile, refuseUnfit } from './manifest-on-disk.ts';

/** What a command line says about changes that are made in Git. */
export interface GitArguments {
  readonly git?: boolean;
  readonly write?: string | undefined;
}

/** Hands the changes of a source's object over. */
export type OfferTo = (source: Source) => Offer;

/** Changes are handed over one after the other: several objects may be in one file, and none is shown in the middle of another. */
const turns = new Slots(1);

function isThroughGit({ git, write }: GitArguments): boolean {
  return git === true || write !== undefined;
}

/**
 * How changes reach the place where manifests are kept: shown, or written into a file, one after the other.
 * @returns undefined where the objects themselves are written
 * @throws UserError, before anything is done, for what could not be carried through
 */
export async function offerOf(
  endpoints: readonly SelectedEndpoint[],
  args: GitArguments & { readonly force: boolean },
  context: VerbContext,
): Promise<OfferTo | undefined> {
  if (!isThroughGit(args)) return undefined;
  if (args.force)
    throw new UserError('--force writes to the object, which --git leaves to whatever applies its manifest', {
      hint: 'leave out one of the two flags',
    });
  const { write: file } = args;
  if (file !== undefined)
    await refuseUnfit(
      file,
      endpoints.map(({ object, manifest, target: { source } }) =>
        object === undefined ? { object: manifest } : { object, list: source.writes(object).path },
      ),
    );
  return (source) => (change) =>
    turns.within(() => (file === undefined ? show(change, source, context) : write(file, change, context)));
}

async function show(change: GitChange, source: Source, { screen }: VerbContext): Promise<void> {
  const { object, isNew, operations } = change;
  const manifest = isNew
    ? cleanManifest(object)
    : await manifestChange(object, source.writes(object), operations(object));
  printLine(screen.lines, isNew ? 'add this where manifests are kept:' : 'change this where the manifest is kept:');
  for (const line of (await toYaml(manifest)).trimEnd().split('\n')) printLine(screen.lines, line);
}

async function write(file: string, change: GitChange, { screen }: VerbContext): Promise<void> {
  const changed = await changeFile(file, change);
  printLine(screen.lines, `${file} ${changed ? 'now has the change' : 'has the change already'}; commit and push it`);
}

import { allSources, sources } from '../../atlas/sources/table.ts';
import type { SourceKind } from '../../atlas/sources/types.ts';
import { UserError } from '../../core/errors.ts';
import type { Hint } from '../../core/next-command.ts';
import type { ClusterArguments } from '../args/cluster-flags.ts';
import type { VerbContext } from '../context.ts';
import { seeHelp } from '../hints.ts';
import { openClient } from '../open-run.ts';
import type { Verb } from '../verb.ts';
import { listOf } from './names.ts';

/** How long the cluster is waited for: whoever forgot the name wants to hear of that at once. */
const LIMIT_MS = 900;
/** The most names that are listed of a kind. */
const LISTED = 10;

/** A kind of object, and what there is of it, such as `ad/orders`. */
interface Candidates {
  readonly kind: string;
  readonly names: readonly string[];
}

/** The error for a command line without the SOURCE that the verb works on, with those that there are, if the cluster says so at once. */
export async function missingSource(
  { verb, args }: { readonly verb: Verb; readonly args: ClusterArguments },
  context: VerbContext,
): Promise<UserError> {
  const over = new AbortController();
  const late = context.sleep(LIMIT_MS, over.signal).then(
    () => [],
    () => [],
  );
  const found = await Promise.race([candidates(verb, args, context).catch(() => []), late]);
  over.abort();
  return new UserError('SOURCE is missing: the object that declares the endpoint', { hint: hintFor(verb, found) });
}

async function candidates(verb: Verb, args: ClusterArguments, context: VerbContext): Promise<readonly Candidates[]> {
  const quiet = { ...context, stdin: {}, stderr: { write: () => true } };
  const only = kindOf(verb);
  const objects = await listOf(await openClient(args, quiet), only === undefined ? allSources() : [sources[only]]);
  // Most projects declare no endpoint. Those of a cluster may be declared elsewhere.
  const worthwhile = objects.filter(({ source, object }) => source.isCluster || source.isSource(object));
  return [...Map.groupBy(worthwhile, ({ source }) => source)].map(
    ([
      {
        resource,
        shortNames: [short],
      },
      all,
    ]) => ({
      kind: resource.kind,
      names: all.map(({ object }) => `${short}/${object.metadata.name}`),
    }),
  );
}

/** The only kind that the verb takes. */
function kindOf({ positional }: Verb): SourceKind | undefined {
  return Object.values(positional)[0]?.kind;
}

function hintFor(verb: Verb, found: readonly Candidates[]): Hint {
  const { name } = verb;
  const [first] = found.flatMap(({ names }) => names);
  const kind = kindOf(verb);
  if (first === undefined && kind !== undefined) {
    const { resource, shortNames } = sources[kind];
    const example = { verb: name, source: `${shortNames[0]}/NAME` };
    return [`name an ${resource.kind} that declares endpoints: `, example, `. ${seeHelp(name)}`];
  }
  if (first === undefined)
    return ['name a deployment, such as: ', { verb: name, source: 'orders' }, `. ${seeHelp(name)}`];
  const lists = found.map(({ kind, names }) => {
    const more = names.length > LISTED ? [', …'] : [];
    return `${kind}: ${[names.slice(0, LISTED).join(', '), ...more].join('')}`;
  });
  return [`there are ${lists.join('; ')}. For example: `, { verb: name, source: first }];
}

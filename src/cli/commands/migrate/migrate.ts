import { MigrationRunner } from '../../../atlas/migrate/runner.ts';
import { MigrationUndoRunner } from '../../../atlas/migrate/undo-runner.ts';
import { privateEndpointResource } from '../../../atlas/api/private-endpoint.ts';
import { projectResource } from '../../../atlas/api/project.ts';
import { parseDuration } from '../../../core/duration.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { Resource } from '../../../kube/resource.ts';
import { printLine } from '../../../output/escape.ts';
import { checkFormat } from '../../../output/format.ts';
import { asRehearsed, isRehearsed } from '../../args/dry-run/flag.ts';
import { printHint } from '../../hints.ts';
import { WayOn, goThrough } from './go-through.ts';
import { type Surveyed, survey } from './survey.ts';
import { tellMoved } from './tell-moved.ts';
import type { VerbContext } from '../../context.ts';
import type { MigrateArguments } from './facts.ts';

export async function migrate(args: MigrateArguments, context: VerbContext): Promise<number> {
  if (isRehearsed(args)) {
    const { rehearseMigration } = await import('../dry-run/migrate.ts');
    return rehearseMigration(asRehearsed(args), context);
  }
  const format = await checkFormat(args.output, ['name'] as const);
  const timeoutMs = parseDuration('timeout', args.timeout);
  const found = await survey(args, context);
  if ('objects' in found) return tellMoved(found, context);
  const { run, target, moves } = found;
  const way = new WayOn(args.undo, context);
  const options = {
    ...run,
    target,
    moves,
    timeoutMs,
    get resume() {
      return way.resume;
    },
  };
  const finished = args.undo
    ? await goThrough(new MigrationUndoRunner(options), found, { args, context, way })
    : await goThrough(new MigrationRunner(options), found, { args, context, way });
  if (!finished) return 0;
  for (const line of args.undo ? [`${nameOf(projectResource, target.name)} restored`] : linesOf(found, format))
    printLine(context.stdout, line);
  if (!args.undo)
    printHint(['next: ', statusOfObject(moves[0]?.object.metadata.name ?? '', target.namespace)], context);
  return 0;
}

function nameOf({ singular, group }: Resource, name: string): string {
  return `${singular}.${group}/${name}`;
}

function statusOfObject(name: string, namespace: string): OwnCommand {
  return { verb: 'status', source: `ape/${name}`, namespace };
}

function linesOf({ target, moves }: Surveyed, format: unknown): readonly string[] {
  const created = moves.map(({ object }) => nameOf(privateEndpointResource, object.metadata.name));
  if (format === 'name') return created;
  return [
    ...created.map((name) => `${name} created`),
    ...moves.map(({ label }) => `${nameOf(projectResource, target.name)} endpoint "${label}" moved`),
  ];
}

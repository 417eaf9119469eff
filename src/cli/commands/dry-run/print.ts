import { cleanManifest } from '../../../atlas/ownership/clean-manifest.ts';
import { type ObjectChange, changesOf } from '../../../atlas/rehearsal/changes.ts';
import { checkObject } from '../../../atlas/rehearsal/check-object.ts';
import type { Run } from '../../../atlas/run.ts';
import { exitCodes, isFailure } from '../../../core/errors.ts';
import { isDeepStrictEqual } from 'node:util';
import { type KubeObject, apiVersionOf } from '../../../kube/resource.ts';
import { isStructured, structured, toYaml } from '../../../output/format.ts';
import { printLine } from '../../../output/escape.ts';
import type { Stream } from '../../../output/stream.ts';
import type { VerbContext } from '../../context.ts';
import { printHint } from '../../hints.ts';
import { planLines } from '../../views/plan-lines.ts';
import { hintOf, messageOf } from '../../words/errors.ts';
import { type Rehearsed, type ScriptSettings, type Showing, failedCode } from './rehearsed.ts';

/**
 * Shows what would be done: the plan, and the objects as they would be. In a format of -o the objects alone are on stdout, and the plan,
 * which is for people, on stderr.
 * @returns the exit code: with -o diff 1 if an object would change
 * @throws UserError if the API server would refuse a change
 */
export async function printRehearsal(
  run: Run,
  rehearsed: readonly Rehearsed[],
  showing: Showing,
  context: VerbContext,
): Promise<number> {
  if (showing.commands !== undefined) return printScript(rehearsed, showing.commands, context);
  const { mode, format } = showing;
  const out = format === undefined ? context.stdout : context.stderr;
  for (const { plan, prefix } of rehearsed)
    for (const line of planLines(plan, context.screen.style, prefix)) printLine(out, line);
  const planned = await changesOf(rehearsed.flatMap(({ objects }) => objects));
  const { changes, refused } =
    mode === 'client' ? { changes: planned, refused: false } : await checkAll(run, planned, context);
  printNotes(rehearsed, context);
  const code = await printObjects(changes, showing, context.stdout);
  printLine(context.stderr, 'nothing was changed');
  return refused ? failedCode(showing) : code;
}

/** Prints the commands of all that would be done, as a script. @returns the exit code */
async function printScript(
  rehearsed: readonly Rehearsed[],
  { timeoutMs }: ScriptSettings,
  context: VerbContext,
): Promise<number> {
  const { scriptText } = await import('./script/write.ts');
  printNotes(rehearsed, context);
  const steps = rehearsed.flatMap(({ script = [], prefix = '' }) =>
    script.map((step) => (prefix === '' ? step : { ...step, title: `${prefix.trim()}: ${step.title}` })),
  );
  context.stdout.write(scriptText(steps, timeoutMs, context));
  printLine(context.stderr, 'nothing was changed');
  return exitCodes.ok;
}

function printNotes(rehearsed: readonly Rehearsed[], context: VerbContext): void {
  for (const { notes, prefix = '' } of rehearsed)
    for (const note of notes) printHint(note, context, prefix === '' ? 'note: ' : `${prefix}  note: `);
}

/** What the API server would do. */
interface Checked {
  readonly changes: readonly ObjectChange[];
  /** Whether it would refuse one of several objects, which is told then. */
  readonly refused: boolean;
}

/** Has the API server check every object. @throws UserError if it would refuse the only one */
async function checkAll(run: Run, planned: readonly ObjectChange[], context: VerbContext): Promise<Checked> {
  const changes: ObjectChange[] = [];
  let refused = false;
  for (const change of planned) {
    const { reference } = change.target;
    try {
      const checked = await checkObject(run, change);
      changes.push(checked);
      if (checked.whole) continue;
      const text = `the API server has checked the removal from ${reference}; what is added after it can be checked only then`;
      printLine(context.stderr, `note: ${text}`);
    } catch (error) {
      if (planned.length === 1 || !isFailure(error)) throw error;
      refused = true;
      const hint = hintOf(error);
      printLine(context.stderr, `error: ${reference}: ${messageOf(error)}`);
      if (hint !== undefined) printHint(hint, context, 'hint: ');
    }
  }
  return { changes, refused };
}

/** @returns the exit code */
async function printObjects(
  changes: readonly ObjectChange[],
  { mode, format }: Showing,
  stdout: Stream,
): Promise<number> {
  if (format === 'diff') {
    const diffs = await Promise.all(changes.map(diffOf));
    for (const diff of diffs) stdout.write(diff);
    const same = diffs.every((diff) => diff === '') && !changes.some(({ open }) => open);
    return same ? exitCodes.ok : exitCodes.failed;
  }
  if (isStructured(format)) {
    const objects = changes.flatMap(({ after }) => (after === undefined ? [] : [cleanManifest(after)]));
    const [only] = objects;
    if (format === 'yaml') {
      stdout.write((await Promise.all(objects.map(toYaml))).join('---\n'));
      return exitCodes.ok;
    }
    const one = changes.length === 1 && only !== undefined ? only : { apiVersion: 'v1', kind: 'List', items: objects };
    stdout.write(await structured(format, one));
    return exitCodes.ok;
  }
  for (const change of changes) {
    const { source, name } = change.target;
    const object = `${source.resource.singular}.${source.resource.group}/${name}`;
    const how = mode === 'server' ? 'server dry run' : 'dry run';
    printLine(stdout, format === 'name' ? object : `${object} ${outcomeOf(change)} (${how})`);
  }
  return exitCodes.ok;
}

/** What would become of an object, in kubectl's words. */
function outcomeOf({ object, after, writes, open }: ObjectChange): string {
  if (object === undefined) return 'created';
  if (after === undefined) return 'deleted';
  const same = writes.length === 0 || isDeepStrictEqual(object, after);
  return same && !open ? 'unchanged' : 'configured';
}

/** What would change of an object, with the names that `kubectl diff` gives its files (kubectl pkg/cmd/diff/diff.go, Name). */
async function diffOf({ target, object, after }: ObjectChange): Promise<string> {
  const { unifiedDiff } = await import('../../../output/diff/unified.ts');
  const { source, namespace, name } = target;
  const { resource } = source;
  const file = [...apiVersionOf(resource).split('/'), resource.kind, namespace, name].join('.');
  return unifiedDiff([await manifestText(object), await manifestText(after)], [`LIVE/${file}`, `MERGED/${file}`]);
}

async function manifestText(object: KubeObject | undefined): Promise<string> {
  return object === undefined ? '' : toYaml(cleanManifest(object));
}

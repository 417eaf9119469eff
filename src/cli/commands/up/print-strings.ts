import { awaitStrings } from '../../../atlas/secret/await-strings.ts';
import { privateStrings } from '../../../atlas/secret/connection-string.ts';
import type { WaitingRun } from '../../../atlas/run.ts';
import type { FoundSecret, SecretQuery } from '../../../atlas/secret/find/find.ts';
import { withoutCredentials } from '../../../atlas/secret/mask.ts';
import { type SecretSource, SeveralClustersError, secretSource } from '../../../atlas/secret/of-source.ts';
import type { Hint } from '../../../core/next-command.ts';
import { InterruptedError } from '../../../core/errors.ts';
import { type Structured, isStructured, structured } from '../../../output/format.ts';
import { Progress } from '../../../output/progress.ts';
import type { VerbContext } from '../../context.ts';
import { warnOnce } from '../../warn-once.ts';
import { SECRET_STEP } from '../../words/steps.ts';
import { type ConnectResult, viewOf } from '../connect/result.ts';
import { Delays, type Explanations } from '../chain/told-delays.ts';
import { looking } from '../chain/looking.ts';
import { knownEndpoint } from '../secret/known-endpoint.ts';
import { print } from '../secret/print.ts';
import { type StringArguments, type StringSecret, dedicatedSecret } from './dedicated-secret.ts';
import { printNext, printReachedBy, printSeveralReached } from './end.ts';

type Results = readonly [ConnectResult, ...ConnectResult[]];

/** How the strings are printed: their passwords masked, so that none of the formats is one that a program connects with. */
export type StringFormat = Structured | 'pod-env' | 'name';

/** The strings that a run has ended with. */
export interface EndedStrings {
  readonly source: SecretSource;
  /** Without the passwords. */
  readonly found: FoundSecret;
  /** Why a string is not there yet, and the command that has it written; undefined if all are there. */
  readonly lack: Hint | undefined;
  readonly warn: (text: string) => void;
}

/**
 * Waits for the private connection strings of available endpoints, and prints them without the password: a terminal and the log
 * of a pipeline keep what they are shown. Before them it says what was reached, and after them what to do next.
 * @throws UserError, TimeoutError or InterruptedError if they do not come
 */
export async function printStrings(
  results: Results,
  format: StringFormat | undefined,
  args: StringArguments,
  context: VerbContext,
): Promise<void> {
  const [{ progress: first }, another] = results;
  // Of several endpoints, each has numbered its own steps; this one is that of all.
  const progress = another === undefined ? first : new Progress(context.screen);
  try {
    const { source, found, lack, warn } = await awaitEndStrings(results, { args, context, progress });
    printReachedBy(results, found, context);
    const endpoint = format === 'pod-env' ? source.endpoint : knownEndpoint(found, source.endpoint, warn);
    if (isStructured(format)) context.stdout.write(await structured(format, viewWithStrings(results, found)));
    else if (lack === undefined || format !== undefined)
      await print(found, { format, endpoint, headers: true }, context);
    printNext(results, { user: args.user, lack }, context);
  } catch (error) {
    if (error instanceof SeveralClustersError && !isOfOneSecret(format)) {
      progress.clear();
      printSeveralReached(results, error, context);
      if (isStructured(format)) context.stdout.write(await structured(format, viewOf(results)));
      return;
    }
    if (!(error instanceof InterruptedError)) progress.failed();
    throw error;
  } finally {
    progress.clear();
  }
}

/** Whether all that a format prints is of one Secret. */
export function isOfOneSecret(format: StringFormat | undefined): boolean {
  return format === 'pod-env' || format === 'name';
}

/** Waits for the private connection strings of available endpoints. @throws UserError, TimeoutError or InterruptedError */
export async function awaitEndStrings(results: Results, asked: Asked): Promise<EndedStrings> {
  const [{ client, timeoutMs, resume }] = results;
  const { args, context, progress } = asked;
  const warn = warnOnce((text) => progress.note(`warning: ${text}`));
  const delays = new Delays(explanationsOf(results, asked));
  const onSeen = (seen: string): void => {
    progress.waiting(SECRET_STEP, seen);
    delays.waiting(SECRET_STEP);
  };
  const run = { client, time: context, warn, timeoutMs: args.wait ? timeoutMs : 0, resume, onSeen };
  const source = await secretSource(run, namedBy(results));
  const query = { name: source.name, namespace: source.namespace, everywhere: false, user: args.user };
  const { found: whole, lack } = await secretOf(run, results, query, asked).finally(() => delays.end());
  const found = withoutCredentials(whole);
  if (lack === undefined)
    progress.done(SECRET_STEP, `secret/${found.secret.name} of database user ${found.secret.user}${placeOf(found)}`);
  return { source, found, lack, warn };
}

/** What the chain of an endpoint says of a long wait for its string. The checks are loaded only then. */
function explanationsOf([{ client, selected, beside }]: Results, { args, context, progress }: Asked): Explanations {
  const { target, label } = selected;
  return {
    time: context,
    explain: async (since, signal) => {
      const { explainDelay } = await import('../chain/delay.ts');
      const string = { user: args.user };
      return explainDelay({ target, label, since, string, ...looking({ client, beside }, signal) }, context);
    },
    tell: (why) => progress.note(`warning: ${context.hintText(why)}`),
  };
}

/** Where the Secret is, if that is not where its deployment is. */
function placeOf({ secret, deployment }: FoundSecret): string {
  const isBeside = deployment === undefined || secret.namespace === deployment.metadata.namespace;
  return isBeside ? '' : ` in namespace ${secret.namespace}`;
}

/** Whether the operator writes the string only when it is made to, or much later. */
function isDedicated({ selected }: ConnectResult): boolean {
  return !selected.target.source.stringsFollow;
}

/** Whose strings to print: those of the only endpoint, or all of the deployment. */
function namedBy([result, another]: Results): SecretSource {
  const { target, deployment, label } = result.selected;
  const { reference: name, namespace } = deployment ?? target;
  const endpoint = target.source.identity === 'label' ? label : result.endpoint.declaredId;
  return { name, namespace, endpoint: another === undefined ? endpoint : undefined };
}

function idsOf(results: Results): readonly string[] {
  return results.map(({ endpoint }) => endpoint.declaredId ?? '');
}

/** What a command line says, and where its progress is shown. */
export interface Asked {
  readonly args: StringArguments;
  readonly context: VerbContext;
  readonly progress: Progress;
}

async function secretOf(
  run: WaitingRun,
  results: Results,
  query: SecretQuery,
  { args, context, progress }: Asked,
): Promise<StringSecret> {
  const ids = idsOf(results);
  const announce = (text: string): void => progress.note(text);
  if (isDedicated(results[0]))
    return dedicatedSecret(run, { query, ids, refresh: args.refresh === true, announce }, context);
  if (args.refresh === true)
    run.warn(`--refresh has no effect here: the operator writes the string of ${query.name} by itself`);
  const [first = '', ...others] = ids;
  let found = await awaitStrings(run, query, first);
  for (const id of others) found = await awaitStrings(run, query, id);
  return { found };
}

/** What JSON and YAML show: the endpoints, and their strings by the keys of the Secret. */
export function viewWithStrings(results: Results, { secret, deployment, endpoints }: FoundSecret): object {
  const ids = idsOf(results);
  const labels = results.map(({ selected }) => selected.label);
  const strings = privateStrings(secret.data, deployment, endpoints).strings.filter(({ owners }) =>
    owners.some(({ label: of, id }) => (of !== undefined && labels.includes(of)) || ids.includes(id)),
  );
  const connectionStrings = Object.fromEntries(strings.map(({ key, value }) => [key, value]));
  return { ...viewOf(results), secret: secret.name, user: secret.user, connectionStrings };
}

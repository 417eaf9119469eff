import type { Checks } from '../../../core/chain/check.ts';
import { judgeChain } from '../../../core/chain/chain.ts';
import { parseDuration } from '../../../core/duration.ts';
import { UserError, exitCodes } from '../../../core/errors.ts';
import { ReadOnce } from '../../../atlas/diagnosis/read-once.ts';
import { checkFormat, structured } from '../../../output/format.ts';
import { printLine } from '../../../output/escape.ts';
import { selectionOf } from '../../args/flag-groups.ts';
import { styleOf } from '../../args/color.ts';
import type { VerbContext } from '../../context.ts';
import { openRun } from '../../open-run.ts';
import { type Diagnosis, diagnosisView } from '../../views/chain/diagnosis-view.ts';
import { doctorText } from '../../views/chain/doctor-screen.ts';
import { allChecks } from '../../words/checks/all.ts';
import { type Subject, nameOf, observeAll, observeNamed } from '../chain/observe.ts';
import { lookUp } from '../status/look-up.ts';
import { nothingFound } from '../status/nothing-found.ts';
import { checkFrom, seenFromPod } from './from-pod.ts';
import { observeMore } from './observe-more.ts';
import { type DoctorArguments, formats } from './facts.ts';

/** Milliseconds between two looks of --wait. */
const INTERVAL_MS = 5_000;

export async function doctor(args: DoctorArguments, context: VerbContext): Promise<number> {
  const format = await checkFormat(args.output, formats);
  const checks = chosenChecks(args);
  checkFrom(args);
  const timeoutMs = parseDuration('timeout', args.timeout);
  const style = styleOf(args, context.stdout, context);
  const started = context.now();
  for (;;) {
    const { diagnoses, hint } = await diagnose(args, checks, context);
    const code = exitOf(diagnoses);
    const settled = code === exitCodes.ok && !diagnoses.some(isOnItsWay);
    const late = context.now() - started + INTERVAL_MS > timeoutMs;
    if (args.wait && !settled && !late) {
      await context.sleep(INTERVAL_MS, context.signal);
      continue;
    }
    if (format !== undefined)
      context.stdout.write(await structured(format, diagnosisView(diagnoses, context.hintText)));
    else if (diagnoses.length === 0) printLine(context.stderr, context.hintText(hint));
    else context.stdout.write(doctorText(diagnoses, style, context.hintText));
    return args.wait && !settled ? exitCodes.timedOut : code;
  }
}

const begins = (prefix: string) => (code: string) => code.startsWith(prefix.toUpperCase());

/** The checks that --only and --skip leave. @throws UserError for a prefix that no code has */
function chosenChecks({ only, skip }: Pick<DoctorArguments, 'only' | 'skip'>): ReadonlySet<string> {
  const codes = Object.keys(allChecks);
  for (const [flag, prefixes = []] of [['only', only] as const, ['skip', skip] as const])
    for (const prefix of prefixes)
      if (!codes.some(begins(prefix)))
        throw new UserError(`invalid value "${prefix}" for --${flag}: no check has a code that begins with it`, {
          hint: `codes look like PE310; docs/checks.md lists them`,
        });
  const wanted = only === undefined ? codes : codes.filter((code) => only.some((prefix) => begins(prefix)(code)));
  return new Set(wanted.filter((code) => !(skip ?? []).some((prefix) => begins(prefix)(code))));
}

/** Looks once at everything, and judges it. */
async function diagnose(args: DoctorArguments, wanted: ReadonlySet<string>, context: VerbContext) {
  const opened = await openRun(args, context);
  const client = new ReadOnce(opened.run.client.transport);
  const run = { ...opened.run, client };
  const { namespace } = opened;
  const selection = selectionOf(args, args.source[0]);
  const look = await lookUp(args, selection, context, { run, namespace, verb: 'doctor', wholeObjects: true });
  client.expectNamespaces(new Set(look.shown.map(({ object }) => object?.metadata.namespace)).size);
  const subjects =
    args.source.length === 0
      ? await observeAll(look, context)
      : (await Promise.all(look.resolved.map((resolved) => observeNamed(look, resolved, context)))).flat();
  const declaredOnes = subjects.filter((subject) => !isLeftOver(subject, subjects));
  const links = new Set([...wanted].map((code) => allChecks[code]?.link));
  const more = await observeMore(run, declaredOnes, { links, args }, context);
  // A Pod is read anew each time: it changes while it is looked from.
  const observed = await seenFromPod(opened.run, more, { args, namespace: opened.namespace }, context);
  const diagnoses = observed.map((each, at): Diagnosis => {
    const chain = judgeChain(each, allChecks);
    return {
      name: nameOf(each),
      reference: each.reference ?? each.up.source ?? '',
      namespace: declaredOnes[at]?.namespace ?? '',
      place: `${each.provider} ${each.region}`.trim(),
      findings: chain.findings.filter(({ code }) => wanted.has(code)),
      skippedCodes: chain.skippedCodes.filter((code) => wanted.has(code) && appliesTo(code, allChecks, each.provider)),
    };
  });
  return { diagnoses, hint: nothingFound(look) };
}

/** Whether Atlas only still has an endpoint: another one of its object says so (PE145). */
function isLeftOver({ observed, declared }: Subject, all: readonly Subject[]): boolean {
  const isDeclared = (other: Subject): boolean =>
    other.declared?.object === declared?.object && other.observed.endpoint?.declared === true;
  return observed.endpoint?.declared === false && all.some(isDeclared);
}

/** Whether a check of one cloud only is of this one; true of all others. */
function appliesTo(code: string, checks: Checks, provider: string): boolean {
  const own = checks[code]?.only;
  return own === undefined || own === provider;
}

function isOnItsWay({ findings }: Diagnosis): boolean {
  return findings.some(({ saying }) => saying === 'in-progress');
}

function exitOf(diagnoses: readonly Diagnosis[]): number {
  const broken = diagnoses.some(({ findings }) => findings.some(({ verdict }) => verdict === 'fails'));
  return broken ? exitCodes.failed : exitCodes.ok;
}

import type { CloudFacts } from '../../cloud/facts.ts';
import { shortService, withShortIds } from '../../cloud/short-service.ts';
import type { DeletionStep } from '../../core/plan/plan-deletion.ts';
import type { AnyStep, Step } from '../../core/plan/step.ts';
import type { Report } from '../../core/plan/reconcile.ts';
import type { Progress } from '../../output/progress.ts';
import { type About, explain } from './plan-problems.ts';

/** The step that `up` ends with. */
export const SECRET_STEP = 'secret';

/** The step that a deletion of the whole object ends with. */
export const OBJECT_STEP = 'object';

/** What a step is called in a line of progress. */
const names: Readonly<Record<(Step | DeletionStep)['name'], string>> = {
  remove: 'remove',
  removed: 'release',
  declare: 'declare',
  reserve: 'reserve',
  'cloud-endpoint': 'endpoint',
  accept: 'accept',
  link: 'link',
  available: 'connect',
  'cloud-delete': 'delete',
  'cloud-gone': 'confirm',
};

/** What a step of a plan will do or, if it is done, the evidence for that. */
export function stepText(step: Step, about: About): string {
  switch (step.name) {
    case 'remove':
      return `remove it from the spec: ${explain(step.because, about).message}`;
    case 'removed':
      return 'wait until Atlas has released it';
    case 'declare':
      if (step.done) return 'in the spec';
      return about.manifest === undefined ? 'add it to the spec' : `create ${about.target.reference}`;
    case 'reserve':
      return step.done ? shortService(step.service ?? '') : 'wait for the endpoint service';
    case 'cloud-endpoint':
      return cloudEndpointText(step);
    case 'accept':
      if (step.state === undefined) return 'wait until it can be linked';
      return step.done ? linkable(step.state) : step.state;
    case 'link':
      return step.done ? `${step.id ?? ''} is in the spec` : 'write its id into the spec';
    case 'available':
      return step.done ? (step.state ?? '') : 'wait for Atlas to connect it';
  }
}

function cloudEndpointText(step: Extract<Step, { name: 'cloud-endpoint' }>): string {
  switch (step.from) {
    case 'spec':
      return step.id ?? '';
    case 'flags':
      return `${step.id ?? ''} is not checked`;
    case 'cloud':
      return `${step.id ?? ''} in ${step.place ?? ''}`;
    case 'nowhere':
      return step.place === undefined ? 'find it' : `create it in ${step.place}`;
  }
}

/** The cloud's word for the state alone can read as if it were not so: AWS says pendingAcceptance. */
function linkable(state: string): string {
  return `ready to be linked (${state})`;
}

/** What a step of a deletion will do or, if it is done, the evidence for that. */
export function deletionStepText(step: DeletionStep): string {
  switch (step.name) {
    case 'remove':
      return step.done ? 'not in the spec' : 'remove it from the spec';
    case 'removed':
      if (step.stays !== undefined) return `not waited for: ${step.stays}`;
      return step.done ? 'Atlas has released it' : 'wait until Atlas has released it';
    case 'cloud-delete':
      if (!step.done) return `delete ${step.id ?? ''}`;
      return step.id === undefined ? 'nothing is left' : `${step.id} is ${step.state ?? ''}`;
    case 'cloud-gone':
      return step.done ? 'nothing is left' : `wait until ${step.id ?? ''} is gone`;
  }
}

/** What is said of a step that is waited for, and who says it. */
function seenText({ name }: AnyStep, seen: string, cloud: CloudFacts): string {
  if (name === 'accept' || name === 'cloud-gone') return `${cloud.name}: ${seen}`;
  // That Atlas still says AVAILABLE is what is waited for, and not its end.
  return name === 'removed' ? `still there: ${seen}` : seen;
}

/** What is said of a step that this run has done. */
export function doneText({ name }: AnyStep, detail: string, cloud: CloudFacts): string {
  switch (name) {
    case 'accept':
      return linkable(detail);
    case 'cloud-delete':
      return `asked ${cloud.name} to delete ${detail}`;
    case 'cloud-gone':
      return `${detail} is gone`;
    default:
      return detail;
  }
}

/** A step of a plan in words. */
export interface PlannedStep {
  readonly name: string;
  readonly done: boolean;
  readonly detail: string;
}

/** The steps of a plan in words. */
export function plannedSteps<S extends Step | DeletionStep>(
  steps: readonly S[],
  textOf: (step: S) => string,
): readonly PlannedStep[] {
  return steps.map((step) => ({ name: names[step.name], done: step.done, detail: withShortIds(textOf(step)) }));
}

/** What `up` ends with, before it is done. */
export function plannedString({
  user,
  refresh,
}: {
  readonly user: string | undefined;
  readonly refresh: boolean | undefined;
}): PlannedStep {
  const whose = user === undefined ? '' : ` of database user ${user}`;
  const write = refresh === true ? 'have the operator write the Secret, and ' : '';
  return { name: SECRET_STEP, done: false, detail: `${write}print the connection string${whose} without its password` };
}

/** How a report of steps looks. */
interface Looks<S extends AnyStep> {
  readonly cloud: CloudFacts;
  readonly textOf: (step: S) => string;
  /** The steps after those of the plan. */
  readonly after?: readonly string[];
}

/** Reports the progress of a run, step by step. */
export function stepReport<S extends Step | DeletionStep>(
  progress: Progress,
  { cloud, textOf, after = [] }: Looks<S>,
): Report<S> {
  return {
    planned: (steps) => progress.plan([...steps.map(({ name }) => names[name]), ...after]),
    already: (step) => progress.already({ name: names[step.name], detail: withShortIds(textOf(step)) }),
    waiting: (step, seen) => progress.waiting(names[step.name], withShortIds(seenText(step, seen, cloud))),
    done: (step, detail) => progress.done(names[step.name], withShortIds(doneText(step, detail, cloud))),
  };
}

import { shortService } from '../../cloud/short-service.ts';
import type { DeletionStep } from '../../core/plan/plan-deletion.ts';
import type { Step } from '../../core/plan/step.ts';
import type { AnyStep } from '../../core/plan/step.ts';
import type { Report } from '../../core/plan/reconcile.ts';
import type { Progress } from '../../output/progress.ts';
import { type About, explain } from './plan-problems.ts';

/** What a step of a plan will do or, if it is done, the evidence for that. */
export function stepText(step: Step, about: About): string {
  switch (step.name) {
    case 'remove':
      return `remove it from the spec: ${explain(step.because, about).message}`;
    case 'removed':
      return 'wait until Atlas has released it';
    case 'declare':
      return step.done ? 'in the spec' : 'add it to the spec';
    case 'reserve':
      return step.done ? shortService(step.service ?? '') : 'wait for the endpoint service';
    case 'cloud-endpoint':
      return cloudEndpointText(step);
    case 'accept':
      return step.state ?? 'wait until it can be linked';
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
      return step.place === undefined ? 'find it' : 'create it';
  }
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

/** Reports the progress of a run, step by step. */
export function stepReport<S extends AnyStep>(progress: Progress, textOf: (step: S) => string): Report<S> {
  return {
    already: (step) => progress.already({ name: step.name, detail: textOf(step) }),
    waiting: (step, seen) => progress.waiting(step.name, seen),
    done: (step, detail) => progress.done(step.name, detail),
  };
}

import { isLinked } from '../../core/endpoint.ts';
import type { Step } from '../../core/plan/step.ts';
import { holds, specOf } from '../../kube/write/not-stored.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { ObjectCreation, ObjectWrite, SpecChange } from '../write.ts';
import type { ConnectMemory, ConnectObserved, ConnectOptions } from './options.ts';

/** A step of a plan, and what the plan was made from. */
interface Planned {
  readonly step: Step;
  readonly observed: ConnectObserved;
  readonly memory: ConnectMemory;
}

/** What is known of an endpoint without looking at the cluster. */
type Subject = Pick<ConnectOptions, 'target' | 'label' | 'manifest' | 'facts'>;

/** What a step writes to the cluster; undefined if it writes nothing there, or if what it will write is not known yet. */
export function stepWrite({ step, observed, memory }: Planned, subject: Subject): ObjectWrite | undefined {
  switch (step.name) {
    case 'remove':
      return removal(subject, observed.endpoint?.declaredId);
    case 'declare':
      if (observed.object !== undefined) return declaration(subject, memory.id);
      return subject.manifest === undefined ? undefined : creation(subject.manifest);
    case 'link':
      return linking(subject, step);
    case 'removed':
    case 'reserve':
    case 'cloud-endpoint':
    case 'accept':
    case 'available':
      return undefined;
  }
}

/** The creation of an object that does not exist yet. */
export function creation(manifest: KubeObject): ObjectCreation {
  return {
    verb: 'create',
    manifest,
    isStored: (stored) => holds(specOf(stored), specOf(manifest)),
    otherwise: 'a part of its spec is missing',
  };
}

function removal({ target: { source }, label }: Subject, id: string | undefined): SpecChange {
  return {
    verb: 'patch',
    done: 'removed from the spec',
    operations: (object) => source.remove(object, label, id),
    isStored: (stored, object) => !holds(specOf(stored), specOf(object)),
    otherwise: `endpoint "${label}" is still in its spec`,
    removes: true,
  };
}

function declaration({ target: { source }, label }: Subject, id: string | undefined): SpecChange {
  return {
    verb: 'patch',
    done: 'added to the spec',
    operations: (object) => source.declare(object, label),
    isStored: (stored) => (source.find(stored, label, id) ?? source.unlinked(stored, label))?.declared === true,
    otherwise: `endpoint "${label}" is not in its spec`,
    removes: false,
  };
}

function linking(
  { target: { source }, label, facts }: Subject,
  { id = '', attachment }: Extract<Step, { name: 'link' }>,
): SpecChange | undefined {
  if (attachment === undefined) return undefined;
  const extra = facts.describeAttachment(attachment);
  const more = extra === undefined ? '' : ` and its ${extra.short} ${extra.value}`;
  return {
    verb: 'patch',
    done: `wrote ${id}${more} into the spec`,
    operations: (object) => source.link(object, label, attachment),
    isStored: (stored) => isLinked(source.find(stored, label, id)),
    otherwise: `${id}${more} is not in its spec`,
    removes: false,
  };
}

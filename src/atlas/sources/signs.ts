import type { ServicePlace } from '../../cloud/facts.ts';
import type { ScriptLoop } from '../../core/script/script.ts';

/** What kubectl prints of an object, and what of that ends a wait. */
export interface Sign extends Pick<ScriptLoop, 'until' | 'meanwhile' | 'never'> {
  /** The value of -o of `kubectl get`. */
  readonly output: string;
}

/**
 * What `kubectl get` shows of an endpoint, for scripts: the same that this program reads of it. Ids may contain variables. A wait has
 * several signs if they have to be seen one after the other.
 */
export interface Signs {
  /** Where the service is once there is one; undefined if a script cannot read it. */
  readonly service: ServicePlace | undefined;
  readonly reserved: readonly Sign[];
  /** Atlas has connected the cloud endpoint. */
  readonly connected: (id: string) => readonly Sign[];
  /** Atlas no longer has the endpoint. @param id the cloud endpoint's; undefined if it was never linked */
  readonly released: (id: string | undefined) => readonly Sign[];
}

/** The operator has processed the last change of the spec. */
export const processed: Sign = {
  output: 'go-template={{with .status.observedGeneration}}{{ge . $.metadata.generation}}{{end}}',
  until: ['true'],
  never: [],
};

/** Atlas's words for a state. */
interface StateWords {
  /** Empty for no state at all. */
  readonly until: readonly string[];
  readonly never: readonly string[];
  /** How a reason begins that makes none of them final. */
  readonly retried?: readonly string[];
}

/**
 * A state with its reason, such as `FAILED: no such endpoint`.
 * @param state JSONPath of the state
 * @param reason JSONPath of what is said of it
 */
export function stateSign(state: string, reason: string, { until, never, retried = [] }: StateWords): Sign {
  const meanwhile = never.flatMap((word) => retried.map((text) => [`${word}: ${text}`, '']));
  return {
    output: `jsonpath={${state}}: {${reason}}`,
    until: until.map(beginning),
    ...(meanwhile.length === 0 ? {} : { meanwhile }),
    never: never.map(beginning),
  };
}

/** A state with whatever reason. */
function beginning(state: string): readonly string[] {
  return [`${state}: `, ''];
}

/** The value of -o that prints the status of a condition. */
export function conditionStatus(type: string): string {
  return `jsonpath={${itemsWith('.status.conditions', 'type', type)('status')}}`;
}

/**
 * A condition is True.
 * @param pending how a message ends with which it is not True yet; with any other it will not be
 */
export function conditionSign(type: string, pending: readonly string[]): Sign {
  const field = itemsWith('.status.conditions', 'type', type);
  return {
    output: `jsonpath={${field('status')}}: {${field('message')}}`,
    until: [['True: ', '']],
    meanwhile: ['False: ', ...pending.map((ending) => ['', ending])],
    never: [['False: ', '']],
  };
}

/** JSONPath of the fields of those items of a list in which a field has a value. */
export function itemsWith(list: string, field: string, value: string): (name: string) => string {
  return (name) => `${list}[?(@.${field}==${JSON.stringify(value)})].${name}`;
}

import { badRequest } from './statuses.ts';
import type { Stored } from './store.ts';

type Labels = Readonly<Record<string, string>>;

const key = String.raw`(?:[a-z0-9.-]+\/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?`;
const forms: readonly [RegExp, (labels: Labels, match: RegExpExecArray) => boolean][] = [
  [new RegExp(`^(${key})$`), (labels, [, name = '']) => labels[name] !== undefined],
  [new RegExp(`^!\\s*(${key})$`), (labels, [, name = '']) => labels[name] === undefined],
  [new RegExp(`^(${key})\\s*==?\\s*(${value})$`), (labels, [, name = '', wanted]) => labels[name] === wanted],
  [new RegExp(`^(${key})\\s*!=\\s*(${value})$`), (labels, [, name = '', wanted]) => labels[name] !== wanted],
  [
    new RegExp(`^(${key})\\s+(in|notin)\\s+\\(([^()]*)\\)$`),
    (labels, [, name = '', how, list = '']) => {
      const found = labels[name];
      const listed = list.split(',').map((item) => item.trim());
      return (found !== undefined && listed.includes(found)) === (how === 'in');
    },
  ],
];

/**
 * Reads a label selector: equality and set forms, joined by commas (apimachinery pkg/labels/selector.go).
 * @throws StatusError 400 for what is none; the real texts are the parser's own and differ
 */
export function labelSelector(selector: string | undefined): (labels: Labels | undefined) => boolean {
  if (selector === undefined || selector.trim() === '') return () => true;
  const requirements = (selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((text) => {
    const requirement = text.trim();
    for (const [form, holds] of forms) {
      const match = form.exec(requirement);
      if (match !== null) return (labels: Labels) => holds(labels, match);
    }
    throw badRequest(`unable to parse requirement: ${requirement}`);
  });
  return (labels = {}) => requirements.every((holds) => holds(labels));
}

/**
 * Reads a field selector; only metadata.name and metadata.namespace are fields of every kind (apimachinery pkg/fields/selector.go), and
 * events have more (kubernetes pkg/registry/core/event/strategy.go).
 * @throws StatusError 400 for another field, and for what is no selector
 */
export function fieldSelector(selector: string | undefined): (object: Stored) => boolean {
  if (selector === undefined || selector === '') return () => true;
  const requirements = selector.split(',').map((text) => {
    const match = /^([^=!]+)(!=|==|=)(.*)$/.exec(text);
    if (match === null) throw badRequest(`invalid selector: '${selector}'; can't understand '${text}'`);
    const [, field = '', how, wanted] = match;
    const ofEvents = /^(type|reason|involvedObject\.(kind|name|namespace))$/.test(field);
    if (field !== 'metadata.name' && field !== 'metadata.namespace' && !ofEvents)
      throw badRequest(`field label not supported: ${field}`);
    return (object: Stored): boolean => {
      if (ofEvents && object.kind !== 'Event') throw badRequest(`field label not supported: ${field}`);
      return (valueAt(object, field) === wanted) === (how !== '!=');
    };
  });
  return (object) => requirements.every((holds) => holds(object));
}

/** The text at a path such as `involvedObject.name`. */
function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, part) =>
        typeof node === 'object' && node !== null ? (node as Readonly<Record<string, unknown>>)[part] : undefined,
      object,
    );
}

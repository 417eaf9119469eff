import { type MadeFor, type Owner, sourceOf } from '../../core/cloud-endpoint.ts';
import { digestOf } from '../../core/script/digest.ts';
import { hasVariables } from '../../core/script/script.ts';
import { labelTag, type TagLimits } from '../tags.ts';

export type Labels = Readonly<Record<string, string>>;

const rule = 'on Google Cloud it may contain only lowercase letters, digits, dashes and underscores';

/** cloud.google.com/compute/docs/labeling-resources, "Requirements for labels". */
export const labelLimits: TagLimits = {
  cloud: 'Google Cloud',
  word: 'key',
  keyLength: 63,
  valueLength: 63,
  forbidden: {
    // A getter, as V8 takes a millisecond of every start to look such classes up.
    get pattern() {
      return /^[^\p{Ll}\p{Lo}]|[^\p{Ll}\p{Lo}\p{N}_-]/u;
    },
    reason:
      'on Google Cloud a key begins with a lowercase letter and may contain only lowercase letters, digits, dashes and underscores',
  },
  value: {
    get pattern() {
      return /^[\p{Ll}\p{Lo}\p{N}_-]*$/u;
    },
    rule: `the value is not a label: ${rule}`,
  },
  reserved: /^goog-/,
  own: 'kubectl-atlas-pe',
  ignoresCase: false,
};

/** The keys by which a later run finds the endpoint of a source; the group is what ties the rules of one endpoint together. */
const keys = {
  uid: 'kubectl-atlas-pe-uid',
  endpoint: 'kubectl-atlas-pe-endpoint',
  source: 'kubectl-atlas-pe-source',
  group: 'kubectl-atlas-pe-group',
} as const;

/** A text as the value of a label: itself where it is one, else as much of it as may stand there, told apart by a hash. A variable of a script stands for a value. */
function asValue(text: string): string {
  if (/^[a-z0-9_-]{1,63}$/.test(text) || hasVariables(text)) return text;
  const readable = text.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '_');
  return `${readable.slice(0, 54)}-${digestOf(text)}`;
}

/**
 * The name of an endpoint: the same for every run that wants the same endpoint, so that nothing is made twice. With a number behind it, it
 * is the name of one of several rules, which Google limits to 63 characters.
 */
export function groupName(owner: Owner): string {
  const readable = `atlas-pe-${owner.namespace}-${owner.label}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${readable.slice(0, 50).replace(/-+$/, '')}-${digestOf(identityOf(owner))}`;
}

/**
 * The name of a rule and its address. One rule has the name of its group: Atlas goes by the rule's, the operator by the group's.
 * @param index which of several it is, from 0
 */
export function partName(group: string, index: number | string | undefined): string {
  return index === undefined ? group : `${group}-${index}`;
}

/** What the name tells from others by a hash. */
export function identityOf({ uid, namespace, source, label }: Owner): string {
  return JSON.stringify([uid, namespace, source, label]);
}

/** The labels of a new address and rule: ours and the person's. */
export function labelsOf(owner: Owner, extra: Labels): Labels {
  return {
    ...extra,
    [keys.uid]: asValue(owner.uid),
    [keys.endpoint]: asValue(labelTag(owner)),
    [keys.source]: asValue(sourceOf(owner)),
    [keys.group]: groupName(owner),
  };
}

/** The group that something was made for; undefined for what this program did not make. */
export function groupOf(labels: Labels | undefined): string | undefined {
  return labels?.[keys.uid] === undefined ? undefined : labels[keys.group];
}

/** Whether these are labels of the owner's. */
export function isOwned(owner: Owner, labels: Labels | undefined): boolean {
  return labels?.[keys.uid] === asValue(owner.uid) && labels[keys.endpoint] === asValue(labelTag(owner));
}

/** What stands on an address in full, for labels hold only a part of it. A forwarding rule's description is not kept. */
export function descriptionOf(owner: Owner): string {
  return `kubectl-atlas-pe: ${sourceOf(owner)}, endpoint ${labelTag(owner)}`;
}

/** Whom something was made for; undefined for what this program did not make. */
export function madeForOf(labels: Labels | undefined, description: string | undefined): MadeFor | undefined {
  const { [keys.uid]: uid, [keys.source]: source = '', [keys.endpoint]: label = '' } = labels ?? {};
  if (uid === undefined) return undefined;
  const told = /^kubectl-atlas-pe: (\S+), endpoint ([^]+)$/.exec(description ?? '');
  return { uid, source: told?.[1] ?? source, label: told?.[2] ?? label };
}

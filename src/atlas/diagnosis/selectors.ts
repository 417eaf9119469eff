/** A label selector, as policies have it; an empty one selects everything. */
export interface LabelSelector {
  readonly matchLabels?: unknown;
  readonly matchExpressions?: unknown;
}

interface Expression {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Cilium puts the source of a label before it, which is `k8s:` for those of Pods; `any:` is whatever source. */
function nameOf(key: string): string {
  return key.replace(/^(k8s|any)[:.]/, '');
}

/** Whether labels match a selector (kubernetes.io/docs/concepts/overview/working-with-objects/labels). */
export function matches(
  { matchLabels, matchExpressions }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const wanted = Object.entries((matchLabels ?? {}) as Readonly<Record<string, string>>);
  const expressions = (matchExpressions ?? []) as readonly Expression[];
  return (
    wanted.every(([key, value]) => labels[nameOf(key)] === value) && expressions.every((each) => holdsFor(each, labels))
  );
}

function holdsFor({ key = '', operator, values = [] }: Expression, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[nameOf(key)];
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

import type { KubeObject, Resource } from '../resource.ts';
import type { Shape } from '../shape.ts';

/** Which Pods an object is about (k8s.io/apimachinery pkg/apis/meta/v1/types.go, LabelSelector). */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** An object whose controller keeps Pods. */
export interface Workload extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector };
}

const spec: Shape = {
  selector: { matchLabels: 'strings', matchExpressions: [{ key: 'string', operator: 'string', values: ['string'] }] },
};

function apps(kind: string, shortName: string): Resource & { readonly shortName: string } {
  const singular = kind.toLowerCase();
  return { group: 'apps', version: 'v1', plural: `${singular}s`, singular, kind, shape: { spec }, shortName };
}

export const replicaSetResource = apps('ReplicaSet', 'rs');

/** The kinds whose Pods may be looked from, besides Pods themselves. */
export const workloadResources = [
  apps('Deployment', 'deploy'),
  apps('StatefulSet', 'sts'),
  apps('DaemonSet', 'ds'),
] as const;

export type WorkloadResource = (typeof workloadResources)[number];

/** A selector as a list request spells it (kubernetes.io/docs/concepts/overview/working-with-objects/labels). */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const others = matchExpressions.map(({ key = '', operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${values.join(',')})`;
  });
  return [...equal, ...others].join(',');
}

import { isTakenOverByFlux } from '../../kube/write/field-managers.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** What applies an object from a manifest that is kept elsewhere, and applies it again. */
export interface Keeper {
  /** As messages name it, such as `the Flux Kustomization flux-system/apps`. */
  readonly name: string;
  /** Whether it applies the manifest by itself, again and again; a person's `kubectl apply` does not. */
  readonly syncs: boolean;
}

/** The annotation in which `kubectl apply` keeps the manifest that it applied last (kubectl pkg/util/apply.go). */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Marks = Readonly<Record<string, string>>;

/** A tool by the two labels or annotations that it writes. */
function namedBy(marks: Marks, prefix: string, words: string): string | undefined {
  const [name, namespace] = [marks[`${prefix}name`], marks[`${prefix}namespace`]];
  return name === undefined ? undefined : `${words} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * What keeps an object, by the marks that the tools leave on it: Flux (kustomize-controller, helm-controller), Argo CD since 3.0
 * (argo-cd v3.4.13:common/common.go, the default tracking by annotation), Helm, and `kubectl apply`.
 * @returns undefined for an object that shows no such mark
 */
export function keeperOf({ metadata }: KubeObject): Keeper | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  const syncing =
    namedBy(labels, 'kustomize.toolkit.fluxcd.io/', 'the Flux Kustomization') ??
    namedBy(labels, 'helm.toolkit.fluxcd.io/', 'the Flux HelmRelease') ??
    (tracking === undefined ? undefined : `the Argo CD application ${tracking.split(':')[0]}`);
  if (syncing !== undefined) return { name: syncing, syncs: true };
  const release = namedBy(annotations, 'meta.helm.sh/release-', 'the Helm release');
  if (release !== undefined) return { name: release, syncs: false };
  if (annotations[LAST_APPLIED] !== undefined) return { name: 'kubectl apply', syncs: false };
  const applied = metadata.managedFields?.find(({ operation }) => operation === 'Apply');
  return applied?.manager === undefined
    ? undefined
    : { name: `server-side apply as ${applied.manager}`, syncs: !isTakenOverByFlux(applied.manager) };
}

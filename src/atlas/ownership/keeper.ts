import { isTakenOverByFlux } from '../../kube/write/field-managers.ts';
import type { KubeObject } from '../../kube/resource.ts';

/** A tool that applies an object from a manifest kept elsewhere. */
export interface Keeper {
  /** As messages name it, such as `the Flux Kustomization flux-system/apps`. */
  readonly name: string;
  /** Whether it keeps applying the manifest by itself, unlike a user's `kubectl apply`. */
  readonly syncs: boolean;
}

/** The annotation in which `kubectl apply` stores the manifest that it last applied (kubectl pkg/util/apply.go). */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Marks = Readonly<Record<string, string>>;

/** The name of a tool from the two labels or annotations that it writes. */
function namedBy(marks: Marks, prefix: string, words: string): string | undefined {
  const [name, namespace] = [marks[`${prefix}name`], marks[`${prefix}namespace`]];
  return name === undefined ? undefined : `${words} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/**
 * What applies an object, according to the marks that tools leave on it: Flux (kustomize-controller, helm-controller), Argo CD since 3.0
 * (argo-cd v3.4.13:common/common.go, the default tracking by annotation), Helm, and `kubectl apply`.
 * @returns undefined for an object without any such mark
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

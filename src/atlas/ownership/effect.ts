import { isRecord } from '../../kube/json.ts';
import { fieldAt, managersOf } from '../../kube/write/field-managers.ts';
import type { KubeObject, ManagedFields } from '../../kube/resource.ts';
import { type Keeper, LAST_APPLIED, keeperOf } from './keeper.ts';

/** The list in an object's spec that a source writes. */
export interface WrittenList {
  readonly path: readonly string[];
  /**
   * The field that identifies items if the CRD declares one (`x-kubernetes-list-type: map`), so that each item has its own owner.
   * Undefined for a list that is owned as a whole.
   */
  readonly key: string | undefined;
}

/** What happens to a change to the list when the object's manifest is applied again. */
export interface Effect {
  readonly keeper: Keeper;
  /** Why the change is undone; undefined if it is kept. */
  readonly undone: string | undefined;
}

/** Managers that write the contents of Git with Update. */
const fromGit: ReadonlySet<string> = new Set(['argocd-controller', 'kustomize-controller', 'helm-controller', 'helm']);

/** Whether annotations tell Flux to ignore an object (kustomize-controller; tried with fluxcd/pkg/ssa v0.76.0). */
function isIgnored({ metadata: { annotations = {} } }: KubeObject): boolean {
  return (
    annotations['kustomize.toolkit.fluxcd.io/reconcile'] === 'disabled' ||
    annotations['kustomize.toolkit.fluxcd.io/ssa'] === 'Ignore'
  );
}

/**
 * What a sync does to a change to one item of a list.
 * @param item the item's key, if the item exists already
 * @returns undefined for an object that is not applied from a manifest elsewhere
 */
export function effectOf(object: KubeObject, list: WrittenList, item?: string): Effect | undefined {
  const keeper = keeperOf(object);
  if (keeper === undefined) return undefined;
  const { path, key } = list;
  if (isIgnored(object)) return { keeper, undone: undefined };
  if (isInLastApplied(object, path))
    return { keeper, undone: `its manifest has ${path.join('.')}, and client-side apply replaces the list as a whole` };
  const owners = managersOf(object, path).filter(isFromManifest);
  if (key === undefined && owners.length > 0)
    return { keeper, undone: `its manifest has ${path.join('.')}, which is replaced as a whole` };
  const owned = key !== undefined && item !== undefined && owners.some((owner) => ownsItem(owner, list, item));
  return { keeper, undone: owned ? `its manifest has ${item} in ${path.join('.')}` : undefined };
}

function isFromManifest({ operation, manager = '' }: ManagedFields): boolean {
  return operation === 'Apply' || fromGit.has(manager);
}

/** A keyed item is in the trie as `k:{"id":"vpce-1"}`. */
function ownsItem({ fieldsV1 }: ManagedFields, { path, key = '' }: WrittenList, item: string): boolean {
  return fieldAt(fieldsV1, path)?.[`k:${JSON.stringify({ [key]: item })}`] !== undefined;
}

function isInLastApplied({ metadata }: KubeObject, path: readonly string[]): boolean {
  const text = metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return false;
  let node: unknown;
  try {
    node = JSON.parse(text);
  } catch {
    // Only kubectl writes it; if it cannot be parsed, it shows nothing about the list.
    return false;
  }
  for (const part of path) node = isRecord(node) ? node[part] : undefined;
  return node !== undefined && node !== null;
}

import { isRecord } from '../../kube/json.ts';
import type { KubeObject } from '../../kube/resource.ts';
import { LAST_APPLIED } from './keeper.ts';

/** What tools and the operator write on an object by themselves: in a manifest it would be somebody else's, or out of date. */
const written: readonly (string | RegExp)[] = [
  LAST_APPLIED,
  'mongodb.com/last-applied-configuration',
  'mongodb.com/last-skipped-configuration',
  'mongodb.com/atlas-resource-version',
  /^(kustomize|helm)\.toolkit\.fluxcd\.io\/(name|namespace)$/,
  /^argocd\.argoproj\.io\/(tracking-id|installation-id)$/,
  /^meta\.helm\.sh\/release-/,
];

/** An object as a person would write it: without the fields that the API server, the operator and tools that apply manifests fill in. */
export function cleanManifest(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const labels = kept(metadata.labels);
  const annotations = kept(metadata.annotations);
  const spec = 'spec' in object && isRecord(object.spec) ? { spec: object.spec } : {};
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    ...spec,
  };
}

/** What a person wrote; undefined if that is nothing. */
function kept(marks: Readonly<Record<string, string>> = {}): Record<string, string> | undefined {
  const own = Object.entries(marks).filter(([key, value]) => !isWritten(key, value));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}

function isWritten(key: string, value: string): boolean {
  if (key === 'app.kubernetes.io/managed-by') return value === 'Helm';
  return written.some((each) => (typeof each === 'string' ? each === key : each.test(key)));
}

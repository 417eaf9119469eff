import type { NextCommand } from '../../next-command.ts';
import { checksOf, fails, holds, unknown, warns } from '../check.ts';
import type { Judgement } from '../finding.ts';
import type { Observed } from '../observed.ts';
import type { ObservedOperator, ObservedSource } from '../observed/cluster.ts';
import { isRefused, told } from '../observed/known.ts';

/** How long the operator may take to look at a change: it looks within seconds, and tries again after a minute at the most. */
const PATIENCE_MS = 5 * 60_000;

/** The annotation by which the operator leaves an object alone, and its label for the version of its kind. */
const [SKIP, VERSION] = ['mongodb.com/atlas-reconciliation-policy', 'mongodb.com/atlas-resource-version'];

/** The label by which the operator takes a Secret for its own; a patch sets it whatever it was before. */
const labelled = JSON.stringify({ metadata: { labels: { 'atlas.mongodb.com/type': 'credentials' } } });

function kubectlOn({ kind, name, namespace }: ObservedSource, verb: string, change: string): NextCommand {
  return { kubectl: [verb, `${kind}/${name}`, '-n', namespace, change] };
}

/** Whether the status shows that an operator has looked at the spec as it is. */
function isReconciled({ generation, observedGeneration }: ObservedSource): boolean {
  return observedGeneration !== undefined && observedGeneration >= (generation ?? 0);
}

/** An object that an operator has looked at as it is, the endpoint's own first. Whoever labels the operator's Deployment in another way has one too. */
function processed({ source, clusters = [] }: Observed): string | undefined {
  if (source !== undefined && isReconciled(source)) return source.reference;
  return clusters.find(({ reconciled }) => reconciled)?.reference;
}

function judgePresence(observed: Observed) {
  const { operator } = observed;
  if (operator === undefined) return [];
  const reference = processed(observed);
  const works = reference === undefined ? undefined : holds('works', { reference }, reference);
  if (isRefused(operator)) return [works ?? unknown('unreadable', { values: { reason: operator.refusal } })];
  const { deployment, version } = operator;
  if (deployment === undefined) return [works ?? fails('absent')];
  const { name, namespace } = deployment;
  const object = `deployment/${name}`;
  if (operator.wanted === 0) {
    const fix = { kubectl: ['patch', object, '-n', namespace, '-p', JSON.stringify({ spec: { replicas: 1 } })] };
    return [fails('scaled-down', { object, values: { name, namespace }, fix })];
  }
  if (operator.ready === 0) {
    const fix = { kubectl: ['describe', object, '-n', namespace] };
    return [fails('not-ready', { object, values: { name, namespace }, fix })];
  }
  return [holds(version === undefined ? 'runs' : 'version-runs', { version, namespace }, object)];
}

function judgeWatch({ operator, source }: Observed) {
  const { deployment, watches = [], container = '' }: Partial<ObservedOperator> = told(operator) ?? {};
  if (deployment === undefined || source === undefined) return [];
  const { namespace } = source;
  if (watches.length === 0) return [holds('everywhere')];
  if (watches.includes(namespace)) return [holds('watched', { namespace })];
  const list = [...watches, namespace].join(',');
  const target = ['set', 'env', `deployment/${deployment.name}`, '-n', deployment.namespace];
  return [
    fails('unwatched', {
      object: `deployment/${deployment.name}`,
      values: { namespace, watches },
      seen: `WATCH_NAMESPACE=${watches.join(',')}`,
      expected: `WATCH_NAMESPACE=${list}`,
      fix: { kubectl: [...target, '-c', container, `WATCH_NAMESPACE=${list}`] },
    }),
  ];
}

function judgeSkip({ source }: Observed) {
  if (source === undefined) return [];
  if (!source.skipped) return [holds('reconciled', {}, source.reference)];
  const { reference } = source;
  // Whoever removed the annotation now would have two objects declare one endpoint before the operator.
  if (source.moving) {
    const fix = { verb: 'migrate', source: reference, namespace: source.namespace };
    return [fails('moving', { object: reference, fix })];
  }
  return [fails('skipped', { object: reference, fix: kubectlOn(source, 'annotate', `${SKIP}-`) })];
}

function judgeVersion({ source }: Observed) {
  if (source?.otherVersion !== true) return [];
  const { reference } = source;
  return [fails('other-version', { object: reference, fix: kubectlOn(source, 'label', `${VERSION}-`) })];
}

function judgeGeneration({ source }: Observed): readonly Judgement<'current' | 'behind' | 'stuck' | 'untouched'>[] {
  if (source === undefined || source.skipped || source.otherVersion) return [];
  const { reference: object, generation, observedGeneration, changedMsAgo = 0 } = source;
  if (isReconciled(source)) return [holds('current', {}, object)];
  const values = { observedGeneration: observedGeneration ?? 0, generation, changedMsAgo };
  if (changedMsAgo < PATIENCE_MS) return [warns('behind', { object, values })];
  return [fails(observedGeneration === undefined ? 'untouched' : 'stuck', { object, values })];
}

function judgeTermination({ source }: Observed) {
  const ms = source?.terminatingMs;
  if (source === undefined || ms === undefined) return [];
  const { reference: object, kind, name, namespace } = source;
  const fix = { kubectl: ['describe', `${kind}/${name}`, '-n', namespace] };
  return [
    ms < PATIENCE_MS
      ? warns('terminating', { object, values: { ms } })
      : fails('hangs', { object, values: { ms }, fix }),
  ];
}

function judgeAccess({ source, project }: Observed) {
  const key = told(project)?.apiKey;
  const labelling: NextCommand | undefined =
    key !== undefined && key.exists === true && !key.labelled
      ? { kubectl: ['patch', `secret/${key.name}`, '-n', key.namespace, '-p', labelled] }
      : undefined;
  const trouble = source?.accessTrouble;
  const object = key === undefined ? undefined : `secret/${key.name}`;
  if (key?.exists === false) return [fails('no-key', { object, values: { name: key.name, namespace: key.namespace } })];
  if (key !== undefined && key.missing.length > 0)
    return [fails('key-incomplete', { object, values: { name: key.name, missing: key.missing } })];
  if (labelling !== undefined)
    return [fails('key-unlabelled', { object, values: { name: key?.name }, fix: labelling })];
  if (trouble !== undefined) return [fails('refused', { object: source?.reference, values: { reason: trouble } })];
  return key?.exists === true ? [holds('key', { name: key.name }, object)] : [];
}

/** Whether an operator looks at the object at all, and may talk to Atlas. */
export const operatorChecks = checksOf(
  { link: 'operator', restsOn: ['kubernetes'] },
  {
    PE110: judgePresence,
    PE111: judgeWatch,
    PE112: judgeSkip,
    PE113: judgeVersion,
    PE114: judgeGeneration,
    PE115: judgeTermination,
    PE116: judgeAccess,
  },
);

import type { ObservedOperator } from '../../core/chain/observed/cluster.ts';
import type { Known } from '../../core/chain/observed/known.ts';
import { ApiError } from '../../kube/errors.ts';
import { orRefusal } from '../../kube/refusal.ts';
import type { Run } from '../run.ts';
import { type OperatorDeployment, imageOf, operatorDeployments } from './image.ts';

/**
 * The Deployment of the operator, and which namespaces it watches: those that the variable WATCH_NAMESPACE lists, all of them where it is
 * empty or missing, and its own where it takes that from its metadata (releases/v2.15.1/deploy/namespaced).
 */
export async function observeOperator({ client, time }: Run): Promise<Known<ObservedOperator>> {
  const found = await orRefusal(operatorDeployments(client, time.signal));
  if (found instanceof ApiError) return { refusal: found.message };
  const [deployment] = found;
  if (deployment === undefined) return absent;
  const { metadata, spec, status } = deployment;
  const { name, namespace = '' } = metadata;
  const container = (spec?.template?.spec?.containers ?? []).find(({ image }) => imageOf(image) !== undefined);
  return {
    deployment: { name, namespace },
    version: imageOf(container?.image),
    wanted: spec?.replicas ?? 1,
    ready: status === undefined ? undefined : (status.readyReplicas ?? 0),
    watches: watchesOf(deployment, container?.name),
    container: container?.name ?? '',
  };
}

const absent: ObservedOperator = {
  deployment: undefined,
  version: undefined,
  wanted: 0,
  ready: undefined,
  watches: [],
  container: '',
};

function watchesOf({ metadata, spec }: OperatorDeployment, container: string | undefined): readonly string[] {
  const { env = [] } = (spec?.template?.spec?.containers ?? []).find(({ name }) => name === container) ?? {};
  const variable = env.find(({ name }) => name === 'WATCH_NAMESPACE');
  if (variable?.valueFrom?.fieldRef?.fieldPath === 'metadata.namespace') return [metadata.namespace ?? ''];
  return (variable?.value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

import type { EndpointState } from '../../../core/endpoint.ts';
import type { FlagWords, Hint, OwnCommand } from '../../../core/next-command.ts';
import type { ConnectObserved } from '../../../atlas/connect/options.ts';
import type { Outcome } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { Progress } from '../../../output/progress.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Beside } from './request.ts';
import type { SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import { endpointView } from '../../views/endpoint-view.ts';

/** The result for one endpoint. */
export interface ConnectResult extends Outcome<ConnectObserved, Step> {
  readonly client: KubeClient;
  readonly selected: SelectedEndpoint;
  /** The endpoint at the end. */
  readonly endpoint: EndpointState;
  /** The id of the cloud endpoint, if it is known. */
  readonly cloudEndpoint: string | undefined;
  /** The network from which the endpoint is reached; undefined if the cloud did not show the cloud endpoint. */
  readonly network: string | undefined;
  readonly timeoutMs: number;
  /** When the run began to change something, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Where the run goes on to report. */
  readonly progress: Progress;
  /** The hint that says how to go on. */
  readonly resume: Hint;
  /** Undefined for the only object of a command line. */
  readonly beside: Beside | undefined;
}

/** Each endpoint as JSON and YAML show it. */
export function viewsOf(results: readonly ConnectResult[]): readonly object[] {
  return results.map(({ selected: { target }, endpoint, cloudEndpoint }) =>
    endpointView({ source: target.reference, namespace: target.namespace }, endpoint, cloudEndpoint),
  );
}

/** The endpoints as JSON and YAML show them: the only one, or a list like kubectl's. */
export function viewOf(results: readonly [ConnectResult, ...ConnectResult[]]): object {
  const views = viewsOf(results);
  return views.length === 1 && views[0] !== undefined ? views[0] : { kind: 'EndpointList', items: views };
}

/** The object as `-o name` prints it. */
export function resourceName({ selected: { target } }: Pick<ConnectResult, 'selected'>): string {
  const { singular, group } = target.source.resource;
  return `${singular}.${group}/${target.name}`;
}

/**
 * The command of a verb for the endpoint in its current state. If the spec keeps only ids, or if the label names another endpoint by
 * now, the endpoint's name is its id.
 */
export function commandFor(
  { selected, endpoint, observed: { object } }: ConnectResult,
  verb: string,
  flags: FlagWords = {},
): OwnCommand {
  const { target, label } = selected;
  const { source } = target;
  const labelled = object === undefined ? endpoint : source.find(object, label);
  const isLabel = source.identity !== 'cloud-endpoint' && labelled?.declaredId === endpoint.declaredId;
  const name = isLabel ? label : (endpoint.declaredId ?? label);
  return { verb, source: target.reference, namespace: target.namespace, flags: { endpoint: name, ...flags } };
}

/**
 * The command that prints the endpoint's string. A deployment that was named is named again, with its namespace: the object that
 * declares the endpoint may be in another namespace, and may serve other deployments.
 */
export function secretCommand(result: ConnectResult, flags: FlagWords = {}): OwnCommand {
  const command = commandFor(result, 'secret', flags);
  const { deployment } = result.selected;
  if (deployment === undefined) return command;
  return { ...command, source: deployment.reference, namespace: deployment.namespace };
}

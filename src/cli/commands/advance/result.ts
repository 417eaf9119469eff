import type { EndpointState } from '../../../core/endpoint.ts';
import type { FlagWords, Hint, OwnCommand } from '../../../core/next-command.ts';
import type { ConnectObserved } from '../../../atlas/connect/options.ts';
import type { Outcome } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Subject } from '../../endpoints/subject.ts';
import { endpointView } from '../../views/endpoint-view.ts';

/** How it went with one endpoint. */
export interface Advanced extends Outcome<ConnectObserved, Step> {
  readonly client: KubeClient;
  readonly subject: Subject;
  /** The endpoint as it stands at the end. */
  readonly endpoint: EndpointState;
  /** The cloud endpoint that the plan is about, where one is known. */
  readonly cloudEndpoint: string | undefined;
  readonly timeoutMs: number;
  /** The hint that says how to go on. */
  readonly resume: Hint;
}

/** What a program reads of the endpoints: the one, or a list as kubectl's. */
export function viewOf(results: readonly [Advanced, ...Advanced[]]): object {
  const views = results.map(({ subject: { target }, endpoint, cloudEndpoint }) =>
    endpointView(target.reference, target.namespace, endpoint, cloudEndpoint),
  );
  return views.length === 1 && views[0] !== undefined ? views[0] : { kind: 'EndpointList', items: views };
}

/** The object as `-o name` prints it. */
export function resourceName({ subject: { target } }: Pick<Advanced, 'subject'>): string {
  const { singular, group } = target.source.resource;
  return `${singular}.${group}/${target.name}`;
}

/** The command of a verb for the endpoint as it stands. Where the spec keeps only ids, the endpoint's name is the id it has got. */
export function commandFor({ subject, endpoint }: Advanced, verb: string, flags: FlagWords = {}): OwnCommand {
  const { target, label } = subject;
  const name = target.source.identity === 'cloud-endpoint' ? (endpoint.declaredId ?? label) : label;
  return { verb, source: target.reference, namespace: target.namespace, flags: { endpoint: name, ...flags } };
}

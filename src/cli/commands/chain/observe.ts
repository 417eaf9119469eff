import type { Declared } from '../../../atlas/diagnosis/source.ts';
import type { AtlasDeployment } from '../../../atlas/api/deployment.ts';
import { type FindEverySecret, everySecretFinder, servedDeployments } from '../../../atlas/secret/find/every.ts';
import type { Observed } from '../../../core/chain/observed.ts';
import type { OwnCommand } from '../../../core/next-command.ts';
import type { VerbContext } from '../../context.ts';
import type { EndpointRow } from '../../views/endpoint-rows.ts';
import type { Look, Shown } from '../status/look-up.ts';
import { observedSecret } from './observed-secret.ts';

/** An endpoint that was observed, and what it is part of. */
export interface Subject {
  readonly observed: Observed;
  readonly namespace: string;
  /** Undefined if nothing declares it. */
  readonly declared: Declared | undefined;
  readonly deployments: readonly AtlasDeployment[];
}

/** What an endpoint is called among several. */
export function nameOf({ endpoint, provider, region }: Observed): string {
  return endpoint?.label ?? `${provider} ${region}`;
}

/** What is known of every endpoint that is shown, wherever it is declared. */
export function observeAll(look: Look, context: VerbContext): Promise<readonly Subject[]> {
  const findSecrets = everySecretFinder(look.snapshot);
  return Promise.all(
    look.shown.flatMap((shown) => {
      const { rows } = shown;
      return rows.map((row) => {
        const several = rows.filter(
          ({ shortReference: other, view }) => other === row.shortReference && view.namespace === row.view.namespace,
        );
        const flags = several.length > 1 ? { endpoint: row.endpoint.label } : {};
        const up = { verb: 'up', source: row.shortReference, namespace: row.view.namespace, flags };
        return observeRow(look, { shown, row, cluster: undefined, findSecrets, up }, context);
      });
    }),
  );
}

/** An endpoint to observe. */
export interface Sought {
  readonly shown: Shown;
  readonly row: EndpointRow;
  /** The deployment that was named; undefined if another object was. */
  readonly cluster: readonly AtlasDeployment[] | undefined;
  readonly findSecrets: FindEverySecret;
  readonly up: OwnCommand;
}

/** What is known of one endpoint. */
export async function observeRow({ snapshot: run }: Look, sought: Sought, context: VerbContext): Promise<Subject> {
  const { shown, row, cluster, findSecrets, up } = sought;
  const { source, object } = shown;
  const { view, endpoint, label } = row;
  if (object === undefined) throw new Error(`${view.source} has a row, but is not there`);
  const deployments = cluster ?? (await servedDeployments(run, source.clusters(object, label), view.namespace));
  const isUsable = endpoint.phase === 'Available';
  const found = isUsable ? await findSecrets(deployments) : { secrets: [], refusal: undefined };
  const observed = {
    provider: source.site(object, label).cloud,
    region: view.region ?? '',
    reference: row.shortReference,
    endpoint,
    message: view.message,
    secrets: isUsable ? found.secrets.map((secret) => observedSecret(secret, endpoint, context)) : undefined,
    refusal: found.refusal,
    up,
  };
  return { observed, namespace: view.namespace, declared: { source, object, label, endpoint }, deployments };
}

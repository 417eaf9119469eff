import { isOfKind } from '../../src/atlas/api/custom-resource.ts';
import { deploymentResource } from '../../src/atlas/api/deployment.ts';
import { privateEndpointResource } from '../../src/atlas/api/private-endpoint.ts';
import { type AtlasProject, projectResource } from '../../src/atlas/api/project.ts';
import type { Time } from '../../src/core/wait.ts';
import type { KubeClient } from '../../src/kube/client.ts';
import { type KubeObject, type Resource, apiPath, secretResource } from '../../src/kube/resource.ts';
import { follow } from '../../src/kube/watch.ts';
import { serviceName } from '../fakes/operator/atlas.ts';
import type { Generation } from '../fakes/operator/generation.ts';
import type { FakeOperator, Reconciled } from '../fakes/operator/operator.ts';
import { MANAGER } from '../fakes/operator/writes.ts';

/** Milliseconds until the pass over a project is done. */
const PASS_MS = 10_000;

const skip = 'mongodb.com/atlas-reconciliation-policy';

/** Where the operator works, and what it is told of. */
export interface Site {
  readonly client: KubeClient;
  readonly operator: FakeOperator;
  readonly namespace: string;
  readonly generation: Generation;
  /**
   * Told of each service and each cloud endpoint of an AtlasProject; undefined where the operator itself looks at projects, which then are
   * ready only with all endpoints that Atlas has.
   */
  readonly onProject: ((services: readonly string[], ids: readonly string[]) => void) | undefined;
}

/** Looks at each object of a kind now and whenever it changed, until time is up. */
async function each(
  { client, namespace }: Site,
  resource: Resource,
  time: Time,
  look: (object: KubeObject) => void | Promise<void>,
): Promise<void> {
  const seen = new Map<string, string | undefined>();
  try {
    for await (const objects of follow<KubeObject>(client, resource, { namespace }, time))
      for (const object of objects) {
        const { name, resourceVersion } = object.metadata;
        if (seen.get(name) === resourceVersion) continue;
        seen.set(name, resourceVersion);
        await look(object);
      }
  } catch (error) {
    if (!time.signal.aborted) throw error;
  }
}

/** Tells of each new generation, and from 2.12.0 on of what is no longer to be skipped. */
function reconciled(site: Site, plural: Exclude<Reconciled, 'atlasdatabaseusers'>): (object: KubeObject) => void {
  const known = new Map<string, { readonly generation: number; readonly skipped: boolean }>();
  return ({ metadata: { name, generation = 0, annotations } }) => {
    const [before, skipped] = [known.get(name), annotations?.[skip] === 'skip'];
    known.set(name, { generation, skipped });
    const released = before?.skipped === true && !skipped && site.generation === 'v2.15';
    // One of a project that is to be skipped is looked at for what it had applied.
    const looksAt = !skipped || plural === 'atlasprojects';
    if (looksAt && (before?.generation !== generation || released)) site.operator.changed(site.namespace, name, plural);
  };
}

/** The operator's pass over an AtlasProject, as far as its endpoint services go: all is there at once (operator.md, "AtlasProject"). */
async function passProject({ client, onProject }: Site, project: AtlasProject, time: Time): Promise<void> {
  if (onProject === undefined) return;
  const { name, namespace = '', generation } = project.metadata;
  const items = project.spec?.privateEndpoints ?? [];
  if (items.length === 0 || project.status?.observedGeneration === generation) return;
  // Long enough for who waits to have begun.
  await time.sleep(PASS_MS, time.signal);
  const entries = items.map(({ provider = '', region = '', id }) => {
    const service = serviceName(region, `${name}/${provider}/${region}`);
    return {
      id: 'a1b2c3d4e5f6a1b2c3d4e5f6',
      provider,
      region,
      serviceName: service,
      serviceResourceId: 'a1b2c3d4e5f6a1b2c3d4e5f6',
      ...(id === undefined ? {} : { interfaceEndpointId: id }),
    };
  });
  const linked = items.flatMap(({ id }) => (id === undefined ? [] : [id]));
  onProject(
    entries.map(({ serviceName: service }) => service),
    linked,
  );
  const lastTransitionTime = '2026-01-01T00:00:00Z';
  const types = ['Ready', 'PrivateEndpointServiceReady', ...(linked.length > 0 ? ['PrivateEndpointReady'] : [])];
  const conditions = types.map((type) => ({ type, status: 'True', lastTransitionTime }));
  const status = { ...project.status, observedGeneration: generation, conditions, privateEndpoints: entries };
  const path = `${apiPath(projectResource, namespace, name)}/status`;
  const contentType = 'application/merge-patch+json';
  const query = { fieldManager: MANAGER };
  const answer = await client.transport.send({ method: 'PATCH', path, body: { status }, contentType, query });
  if (answer.status >= 300) throw new Error(`the API server answered ${answer.status}: ${answer.body}`);
}

/** Watches a namespace as the real operator does, and tells the fake one what it has to look at. */
export async function watchFor(site: Site, time: Time): Promise<void> {
  const { operator, namespace, generation } = site;
  const passwords = new Set<string>();
  await Promise.all([
    each(site, deploymentResource, time, reconciled(site, 'atlasdeployments')),
    site.onProject === undefined
      ? each(site, projectResource, time, reconciled(site, 'atlasprojects'))
      : each(site, projectResource, time, (object) =>
          isOfKind<AtlasProject>(projectResource, object) ? passProject(site, object, time) : undefined,
        ),
    ...(generation === 'v1.6'
      ? []
      : [each(site, privateEndpointResource, time, reconciled(site, 'atlasprivateendpoints'))]),
    each(site, secretResource, time, ({ metadata: { name } }) => {
      const user = /^(.+)-password$/.exec(name)?.[1];
      // As it was found it is known to Atlas.
      if (user !== undefined && passwords.has(user)) operator.changed(namespace, user, 'atlasdatabaseusers');
      if (user !== undefined) passwords.add(user);
    }),
  ]);
}

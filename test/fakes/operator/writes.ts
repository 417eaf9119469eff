import { type AtlasDeployment, deploymentResource } from '../../../src/atlas/api/deployment.ts';
import { jsonOf, listOf } from '../../../src/kube/answer.ts';
import { KubeClient } from '../../../src/kube/client.ts';
import { type KubeObject, type Resource, apiPath, secretResource } from '../../../src/kube/resource.ts';
import type { Transport } from '../../../src/kube/http/transport.ts';
import type { Clock } from '../../harness/clock.ts';
import type { AtlasString } from './atlas.ts';
import type { Generation } from './generation.ts';
import { connectionSecret } from './secrets.ts';

const resource = (plural: string, kind: string): Resource => ({
  ...deploymentResource,
  plural,
  singular: kind.toLowerCase(),
  kind,
});
const projects = resource('atlasprojects', 'AtlasProject');
export const users = resource('atlasdatabaseusers', 'AtlasDatabaseUser');

interface Project extends KubeObject {
  readonly spec?: { readonly name?: string };
  readonly status?: { readonly id?: string };
}
export interface User extends KubeObject {
  readonly spec?: {
    readonly username?: string;
    readonly projectRef?: { readonly name?: string };
    readonly passwordSecretRef?: { readonly name?: string };
  };
}

/**
 * Whom the API server notes as the writer: the real operator says nothing, so that it is the name of its program, as its User-Agent
 * begins; the transport's says the name of ours.
 */
export const MANAGER = 'manager';

/** What the operator writes: statuses and connection Secrets, over HTTP as the real one does. */
export class Writes {
  readonly #transport: Transport;
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #generation: Generation;

  constructor(transport: Transport, clock: Clock, generation: Generation) {
    this.#transport = transport;
    this.#client = new KubeClient(transport);
    this.#clock = clock;
    this.#generation = generation;
  }

  /** Writes what a pass came to, with the generation that it saw. */
  async status(of: Resource, object: KubeObject, status: Record<string, unknown>): Promise<void> {
    const { namespace = '', name, generation } = object.metadata;
    const stamped = new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const conditions = (status['conditions'] as object[]).map((condition) => ({
      ...condition,
      lastTransitionTime: stamped,
    }));
    const stateName = of === deploymentResource ? { stateName: 'IDLE' } : {};
    await this.#send('PATCH', `${apiPath(of, namespace, name)}/status`, {
      status: { ...status, conditions, observedGeneration: generation, ...stateName },
    });
  }

  async annotate(of: Resource, object: KubeObject, annotations: Readonly<Record<string, string>>): Promise<void> {
    const { namespace = '', name } = object.metadata;
    await this.#send('PATCH', apiPath(of, namespace, name), { metadata: { annotations } });
  }

  /** Holds an object that is deleted until what belongs to it in Atlas is seen to, or lets go of it. */
  async finalizer(of: Resource, object: KubeObject, held: boolean): Promise<void> {
    const { namespace = '', name } = object.metadata;
    const finalizers = held ? ['mongodbatlas/finalizer'] : null;
    await this.#send('PATCH', apiPath(of, namespace, name), { metadata: { finalizers } });
  }

  /** Writes the Secrets of a deployment's users: of all of them, or of one. */
  async secrets(
    deployment: AtlasDeployment,
    instance: string,
    strings: readonly AtlasString[],
    options: {
      readonly onlyMissing: boolean;
      readonly standard?: string | undefined;
      readonly user?: string | undefined;
    },
  ): Promise<void> {
    const { namespace = '' } = deployment.metadata;
    const projectName = deployment.spec?.projectRef?.name ?? '';
    const project = await this.#client.find<Project>(projects, namespace, projectName);
    if (project === undefined) return;
    const all = await this.#usersNextTo(deployment);
    for (const { spec } of all.filter(
      (user) =>
        user.spec?.projectRef?.name === projectName &&
        (options.user === undefined || user.spec.username === options.user),
    )) {
      const password = await this.#client.find<KubeObject & { data?: Record<string, string> }>(
        secretResource,
        namespace,
        spec?.passwordSecretRef?.name ?? '',
      );
      const credentials = {
        username: spec?.username ?? '',
        password: Buffer.from(password?.data?.['password'] ?? '', 'base64').toString(),
      };
      const owner = { name: project.spec?.name ?? projectName, id: project.status?.id ?? '' };
      const secret = connectionSecret(
        this.#generation,
        owner,
        instance,
        namespace,
        strings,
        credentials,
        options.standard,
      );
      const secretName = (secret['metadata'] as { name: string }).name;
      const exists = await this.#client.find<KubeObject & { data?: object }>(secretResource, namespace, secretName);
      if (exists !== undefined && options.onlyMissing) continue;
      const path = apiPath(secretResource, namespace, exists === undefined ? undefined : secretName);
      // The data are overwritten as a whole: a merge patch takes a key away when it is null.
      const stale = Object.fromEntries(Object.keys(exists?.data ?? {}).map((key) => [key, null]));
      const data = { ...stale, ...(secret['data'] as object) };
      await this.#send(exists === undefined ? 'POST' : 'PATCH', path, { ...secret, data });
    }
  }

  /**
   * The users of a deployment's namespace, at least as new as what is known of the deployment. The operator lists them out of a cache of its
   * own, which a watch feeds (controller-runtime), and asks nobody; here the API server's cache is asked. Lists that have to be as new as the
   * store, asked for in pass after pass, would have everybody who lists that kind wait 50 ms on average: the API server asks etcd how far the
   * cache of a kind has come every 100 ms at most (apiserver pkg/storage/cacher/progress).
   */
  async #usersNextTo({ metadata: { namespace, resourceVersion } }: AtlasDeployment): Promise<readonly User[]> {
    const path = apiPath(users, namespace);
    const answer = await this.#transport.send({ method: 'GET', path, query: { resourceVersion } });
    const { server } = this.#transport;
    return listOf<User>(jsonOf(answer, server), users, server).items;
  }

  async #send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<void> {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await this.#transport.send({ method, path, body, contentType, query: { fieldManager: MANAGER } });
    if (answer.status >= 300) throw new Error(`the API server answered ${answer.status}: ${answer.body}`);
  }
}

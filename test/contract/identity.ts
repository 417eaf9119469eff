import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import { dedicatedOf, prodId, secretOf, serviceOf, userOf } from '../sandbox/two-projects.ts';
import { made, mergePatch } from './api.ts';
import type { RealServer } from './real-server.ts';
import { pluginRole } from './role.ts';
import { type Workplace, addStanding, atWork } from './workplace.ts';

const vpce = 'vpce-0aaaaaaaaaaaaaaaa';
const ownHost = 'cluster0-pl-0.aaaaa.mongodb.net';
const otherHost = 'cluster0-pl-0.bbbbb.mongodb.net';
const key = '--key connectionStringPrivateSrv';

const plurals: Readonly<Record<string, string>> = {
  Secret: '/api/v1/namespaces/NAMESPACE/secrets',
  AtlasDeployment: '/apis/atlas.mongodb.com/v1/namespaces/NAMESPACE/atlasdeployments',
  AtlasPrivateEndpoint: '/apis/atlas.mongodb.com/v1/namespaces/NAMESPACE/atlasprivateendpoints',
  AtlasDatabaseUser: '/apis/atlas.mongodb.com/v1/namespaces/NAMESPACE/atlasdatabaseusers',
};

/** Creates objects with their status, each in its own namespace. */
export async function put({ admin }: RealServer, ...manifests: readonly Record<string, unknown>[]): Promise<void> {
  for (const { status, ...manifest } of manifests) {
    const { namespace = '' } = manifest['metadata'] as { readonly namespace?: string };
    const path = (plurals[String(manifest['kind'])] ?? '').replace('NAMESPACE', namespace);
    const { metadata } = made(await admin.call('POST', path, manifest), 201);
    if (status !== undefined)
      made(await admin.call('PATCH', `${path}/${metadata.name}/status`, { status }, mergePatch));
  }
}

/** The deployment of one project, and that of another whose cluster has the same name in Atlas. */
export async function putNamesakes(server: RealServer, { namespace, projectId, operator }: Workplace): Promise<void> {
  operator.paused = true;
  await put(
    server,
    dedicatedOf({ name: 'c-own', namespace, project: `${namespace}/shop`, strings: { [vpce]: ownHost } }),
    dedicatedOf({ name: 'c-other', namespace, project: prodId }),
    serviceOf('own-us', projectId, [vpce], namespace),
    secretOf({ name: 'a-other', namespace, projectId: prodId, hosts: [otherHost] }),
  );
}

/** What belongs to an Atlas project, where another has the same names. */
export function identity(test: DeclareTest, server: RealServer): void {
  test('a cluster, its Secret and its user are those of the project', () =>
    atWork(server, 'v2.15', async (place) => {
      const { namespace, projectId } = place;
      await putNamesakes(server, place);
      const none = await place.run(`secret c-own ${key}`);
      assert.match(none.stderr, new RegExp(`^error: no connection Secret of .*c-own \\(Atlas project ${projectId}\\)`));
      assert.deepEqual([none.stdout, none.code], ['', 1]);
      await put(server, secretOf({ name: 'b-own', namespace, projectId, hosts: [ownHost] }));
      assert.equal((await place.run(`secret c-own ${key}`)).stdout, `mongodb+srv://app:x@${ownHost}\n`);
      assert.equal((await place.run(`secret ad/c-other ${key}`)).stdout, `mongodb+srv://app:x@${otherHost}\n`);
      assert.match((await place.run('secret b-own')).stdout, /^connectionStringPrivateSrv +own-us /m);
    }));

  test('a Secret next to a user in another namespace is found, and not looked for without the right', () =>
    atWork(server, 'v2.15', async (place) => {
      const { namespace, projectId } = place;
      await putNamesakes(server, place);
      const apps = await server.namespace();
      await put(
        server,
        ...userOf('apps-app', apps, projectId),
        secretOf({ name: 'b-own', namespace: apps, projectId, hosts: [ownHost] }),
      );
      addStanding(place, vpce);
      const seen = await place.run('up ad/c-own');
      assert.match(
        seen.stderr,
        new RegExp(
          `^ \\+ (?:\\d/\\d )?secret +(?:\\d\\S* +)?secret/b-own of database user app in namespace ${apps}( |$)`,
          'm',
        ),
      );
      assert.match(seen.stdout, new RegExp(ownHost));
      const person = await server.person('identity');
      await server.bind(person, namespace, pluginRole());
      const blind = await place.run('secret c-own', { kubeconfig: person.kubeconfig });
      assert.match(
        blind.stderr,
        /^error: no connection Secret of .* which may be in a namespace that could not be searched: Error from server \(Forbidden\): atlasdatabaseusers/,
      );
      assert.deepEqual([blind.stdout, blind.code], ['', 1]);
    }));
}

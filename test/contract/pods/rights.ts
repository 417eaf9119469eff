import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { DeclareTest } from '../../harness/suite.ts';
import { rejection } from '../../harness/suite.ts';
import type { RealServer } from '../real-server.ts';
import { type Right, type Role, rightsOf, ruleOf } from '../role.ts';
import { inBrief, look } from './look.ts';
import type { PodWorkplace } from './workplace.ts';

function probeRole(): Role {
  return load(readFileSync(new URL('../../../rbac/probe-role.yaml', import.meta.url), 'utf8')) as Role;
}

/** The README's Role for the probe, on a server that denies everything else. */
export function rights(test: DeclareTest, server: RealServer, place: PodWorkplace): void {
  const all = rightsOf(probeRole());
  let people = 0;
  const without = async (namespace: string, ...missing: readonly string[]): Promise<{ kubeconfig: string }> => {
    people += 1;
    const person = await server.person(`prober-${people}`);
    const kept = all.filter(({ verb, resource }) => !missing.includes(`${verb} ${resource}`));
    await server.grant(
      person,
      kept.map((right: Right) => ({ ...ruleOf(right), namespaces: [namespace] })),
    );
    return { kubeconfig: person.kubeconfig };
  };

  test('the Role is enough, for a command in the container and for an ephemeral one', async () => {
    const namespace = await place.namespace();
    await place.network();
    const person = await server.person('prober');
    await server.bind(person, namespace, probeRole());
    const flags = { kubeconfig: person.kubeconfig };
    await place.pod(namespace, 'web', { env: place.having('node') });
    assert.equal(inBrief(await look(server, namespace, 'pod/web', { flags }))[0], 'node');
    await place.pod(namespace, 'bare');
    const stop = await place.watch(namespace, { probe: place.having('python3') });
    assert.equal(inBrief(await look(server, namespace, 'pod/bare', { flags, ephemeral: asking }))[0], 'python3');
    stop();
  });

  for (const verb of ['get', 'create'])
    test(`without ${verb} on pods/exec: the message names it, and the hint checks it`, async () => {
      const namespace = await place.namespace();
      await place.pod(namespace, 'web', { env: place.having('node') });
      const flags = await without(namespace, `${verb} pods/exec`);
      const seen = await look(server, namespace, 'pod/web', { flags });
      assert.deepEqual(seen, {
        // Kubernetes 1.36 does not say who, where create is missing.
        refusal: `Error from server (Forbidden): pods "web" is forbidden: ${verb === 'get' ? `User "prober-${people}" ` : ''}cannot ${verb} resource "pods/exec" in API group "" in the namespace "${namespace}"`,
        hint: [
          `the missing permission is "${verb}" on pods/exec in namespace ${namespace}; docs/permissions.md has the whole Role. Check with: `,
          { kubectl: ['auth', 'can-i', verb, 'pods/exec', '-n', namespace] },
        ],
      });
    });

  test('without pods/exec an ephemeral container still may look', async () => {
    const namespace = await place.namespace();
    await place.network();
    await place.pod(namespace, 'web', { env: place.having('node') });
    const stop = await place.watch(namespace, { probe: place.having('node') });
    const flags = await without(namespace, 'get pods/exec', 'create pods/exec');
    const seen = await look(server, namespace, 'pod/web', { flags, ephemeral: asking });
    stop();
    assert.deepEqual('place' in seen && seen.place.way, 'ephemeral-container');
  });

  for (const missing of ['patch pods/ephemeralcontainers', 'get pods/log'])
    test(`without ${missing}: the message names it`, async () => {
      const namespace = await place.namespace();
      await place.pod(namespace, 'web');
      const stop = await place.watch(namespace, { probe: place.having('node') });
      const flags = await without(namespace, missing);
      const seen = await look(server, namespace, 'pod/web', { flags, ephemeral: asking });
      stop();
      const [verb, resource] = missing.split(' ');
      assert.match(inBrief(seen)[0] ?? '', new RegExp(`Forbidden.* cannot ${verb} resource "${resource}"`));
      // What was added before the refusal stays, and is said.
      assert.equal('leftBehind' in seen, missing === 'get pods/log');
    });

  test('without list on replicasets the newest Pod is taken; without get on pods nothing is found', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web');
    const flags = await without(namespace, 'get pods');
    const error = await rejection(look(server, namespace, 'pod/web', { flags }));
    assert.match(error.message, /Forbidden.* cannot get resource "pods"/);
  });

  test('a command is run as whom --as names', async () => {
    const namespace = await place.namespace();
    await place.pod(namespace, 'web', { env: place.having('node') });
    await without(namespace, 'create pods/exec');
    const seen = await look(server, namespace, 'pod/web', { flags: { as: `prober-${people}` } });
    assert.match(inBrief(seen)[0] ?? '', / cannot create resource "pods\/exec"/);
  });
}

function asking(): Promise<string> {
  return Promise.resolve('probe');
}

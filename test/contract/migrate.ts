import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import { made, mergePatch } from './api.ts';
import { deployOperator } from './operator-deployment.ts';
import type { RealServer } from './real-server.ts';
import { type Right, hint, pluginRole, rightsOf, ruleOf } from './role.ts';
import { placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const item = { provider: 'AWS', region: 'US_EAST_1' };
const deployments: Right = { verb: 'list', group: 'apps', resource: 'deployments' };
const apes = 'atlasprivateendpoints';

/** What Atlas has, as text. */
function atlas({ operator }: Workplace): string {
  return JSON.stringify(
    operator
      .project()
      .services.list('AWS')
      .map((service) => [service.describe(), service.interfaces.map((each) => each.describe())]),
  );
}

/** Moving the endpoints of a project on the real CRDs. */
export function migrating(test: DeclareTest, server: RealServer, generation: 'v2.11' | 'v2.15'): void {
  /** Runs the body where a project's item is connected, and the operator's Deployment is in the cluster, which no other scenario is to see. */
  const work = (sentence: string, body: (place: Workplace) => Promise<void>): void =>
    test(sentence, async () => {
      const operator = await deployOperator(server, generation === 'v2.11' ? '2.11.1' : '2.15.0');
      try {
        await atWork(
          server,
          generation,
          async (place) => {
            const project = `/apis/atlas.mongodb.com/v1/namespaces/${place.namespace}/atlasprojects/shop`;
            made(await server.admin.call('PATCH', project, { spec: { privateEndpoints: [item] } }, mergePatch));
            for (const command of [`create ap/shop ${placement(place)}`, 'link ap/shop']) {
              const { code, stderr } = await place.run(command);
              assert.equal(code, 0, stderr);
            }
            await body(place);
          },
          { wholeProjects: true },
        );
      } finally {
        made(await server.admin.call('DELETE', operator));
      }
    });

  work('forth, back and forth again: Atlas keeps everything, and the CRD stores what is written', async (place) => {
    const before = atlas(place);
    const { spec } = await place.get('atlasprojects', 'shop');
    const stopped = await place.run('migrate ap/shop --yes', { stopAt: / \+ 6\/8 adopt/ });
    assert.match(stopped.stderr, / \+ 6\/8 adopt/);
    const back = await place.run('migrate ap/shop --undo --yes');
    // It may have come to its end before it was told to stop.
    if (stopped.code === 130) {
      assert.equal(back.code, 0, back.stderr);
      assert.deepEqual((await place.get('atlasprojects', 'shop')).spec, spec);
    }
    const seen = await place.run('migrate ap/shop --yes');
    assert.equal(seen.code, 0, seen.stderr);
    const [moved, object] = [await place.get('atlasprojects', 'shop'), await place.get(apes, 'shop-us-east-1')];
    assert.deepEqual(Object(moved.spec)['privateEndpoints'], undefined);
    assert.deepEqual(Object.keys(moved.metadata.annotations ?? {}), ['mongodb.com/last-applied-configuration']);
    const awsConfiguration = Object(spec)['privateEndpoints'].map(({ id }: { readonly id: string }) => ({ id }));
    assert.deepEqual(object.spec, { projectRef: { name: 'shop' }, ...item, awsConfiguration });
    assert.equal(atlas(place), before);
  });

  for (const right of [
    { verb: 'create', group: 'atlas.mongodb.com', resource: apes },
    { verb: 'patch', group: 'atlas.mongodb.com', resource: 'atlasprojects' },
  ])
    work(`without ${right.verb} ${right.resource} it says so before it changes anything`, async (place) => {
      const { namespace } = place;
      const person = await server.person(
        `migrates-without-${right.verb}-${right.resource}-${generation.replace('.', '')}`,
      );
      const others = rightsOf(pluginRole()).filter(
        ({ verb, resource }) => verb !== right.verb || resource !== right.resource,
      );
      await server.grant(person, [
        ...others.map((other) => ({ ...ruleOf(other), namespaces: [namespace] })),
        ruleOf(deployments),
      ]);
      const before = await place.get('atlasprojects', 'shop');
      const seen = await place.run('migrate ap/shop --yes', { kubeconfig: person.kubeconfig });
      assert.equal(seen.stderr.endsWith(hint(right, namespace)), true, seen.stderr);
      assert.deepEqual([seen.code, await place.get('atlasprojects', 'shop')], [1, before]);
    });

  work('the Role is enough, with the right to see the operator', async (place) => {
    const { namespace } = place;
    const person = await server.person(`migrates-${generation.replace('.', '')}`);
    await server.bind(person, namespace, pluginRole());
    const { kubeconfig } = person;
    const unseen = await place.run('migrate ap/shop --yes', { kubeconfig });
    assert.match(
      unseen.stderr,
      /^error: the endpoints of atlasproject\/shop are not moved: whether Atlas keeps them depends on the operator's version, which cannot be read\n/m,
    );
    assert.equal(unseen.code, 1);
    await server.grant(person, [ruleOf(deployments)]);
    const seen = await place.run('migrate ap/shop --yes', { kubeconfig });
    assert.equal(seen.code, 0, seen.stderr);
  });
}

import assert from 'node:assert/strict';
import type { DeclareTest } from '../harness/suite.ts';
import { clusterManifest, serviceManifest } from '../sandbox/manifests.ts';
import { refused } from './api.ts';
import type { RealServer } from './real-server.ts';
import { calm, placement } from './verbs.ts';
import { type Workplace, atWork } from './workplace.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
const first = 'vpce-026b4c868ce5d755d';
const described = '--project shop --provider aws --region us-east-1';
const azureId =
  '/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/net/providers/Microsoft.Network/privateEndpoints/shop';
const apes = 'atlasprivateendpoints';

const policyRefusal =
  /^Error from server \(Invalid\): .* denied request: change freeze until Monday\nhint: nothing was changed; this cluster's validation rules or policies refuse the change$/m;

/** A cluster in a region, and the object of its service. */
async function applied(place: Workplace): Promise<void> {
  const { namespace } = place;
  await place.apply('atlasdeployments', clusterManifest({ namespace }));
  await place.apply(apes, serviceManifest({ namespace }));
}

/** Runs commands that have to succeed. @returns the last one's stdout */
async function ran(place: Workplace, ...commands: readonly string[]): Promise<string> {
  let last = '';
  for (const command of commands) {
    const { stdout, stderr, code } = await place.run(command);
    assert.equal(code, 0, `${command}: ${stderr}`);
    last = stdout;
  }
  return last;
}

/** Every verb on the sources of dedicated clusters, against the operator's real CRDs of one generation. */
export function dedicatedVerbs(test: DeclareTest, server: RealServer, generation: 'v2.11' | 'v2.15'): void {
  const work = (sentence: string, body: (place: Workplace) => Promise<void>): void =>
    test(sentence, () => atWork(server, generation, body));

  work(
    'create makes the object of the flags, a second time it finds it, and another region is refused',
    async (place) => {
      const seen = await place.run(`create ape/shop-us ${described}`);
      assert.deepEqual([seen.stdout, seen.code], [`${service}\n`, 0], seen.stderr);
      assert.match(
        calm(seen.stderr),
        /^ \+ (?:\d\/\d )?declare +(?:\d\S* +)?created atlasprivateendpoint\/shop-us\n \+ (?:\d\/\d )?reserve +(?:\d\S* +)?com/m,
      );
      assert.deepEqual((await place.get(apes, 'shop-us')).spec, {
        projectRef: { name: 'shop' },
        provider: 'AWS',
        region: 'US_EAST_1',
      });
      const { metadata } = await place.get(apes, 'shop-us');
      assert.equal(await ran(place, `create ape/shop-us ${described}`), `${service}\n`);
      const other = await place.run('create ape/shop-us --project shop --provider AWS --region EU_WEST_1');
      assert.match(other.stderr, /^error: .* is for US_EAST_1, and changing it to EU_WEST_1 is refused/m);
      const rival = await place.run(`create ape/twin ${described}`);
      assert.match(
        rival.stderr,
        /^error: atlasprivateendpoint\/shop-us in namespace \S+ already declares this project's endpoint service/m,
      );
      assert.equal((await place.get(apes, 'shop-us')).metadata.generation, metadata.generation);
    },
  );

  work('create names the project by its id, with the Secret of its key', async (place) => {
    const { projectId } = place;
    const without = await place.run(`create ape/x --project-id ${projectId} --provider AWS --region US_EAST_1`);
    assert.match(without.stderr, /^error: --project-id requires --connection-secret/);
    await ran(
      place,
      `create ape/x --project-id ${projectId} --connection-secret key --provider AWS --region US_EAST_1`,
    );
    assert.deepEqual((await place.get(apes, 'x')).spec, {
      externalProjectRef: { id: projectId },
      connectionSecret: { name: 'key' },
      provider: 'AWS',
      region: 'US_EAST_1',
    });
  });

  work('step by step: create with placement, link, status, secret, secret --refresh', async (place) => {
    await applied(place);
    assert.equal(await ran(place, `create shop-us ${placement(place)}`), `${service}\n${first}\n`);
    assert.equal(await ran(place, 'link shop-us'), 'atlasprivateendpoint.atlas.mongodb.com/shop-us linked\n');
    assert.deepEqual((await place.get(apes, 'shop-us')).spec, {
      projectRef: { name: 'shop' },
      provider: 'AWS',
      region: 'US_EAST_1',
      awsConfiguration: [{ id: first }],
    });
    assert.match(await ran(place, 'status'), new RegExp(`^ape/shop-us +shop-us +Available +${first} `, 'm'));
    assert.equal(await ran(place, 'status ape/shop-us -o name'), 'atlasprivateendpoint.atlas.mongodb.com/shop-us\n');
    const stale = await place.run('secret ape/shop-us');
    assert.match(stale.stderr, /^error: secret\/shop-orders-app, written .* ago, lacks the string of vpce-/);
    assert.match(stale.stderr, /^hint: .*kubectl atlas-pe secret ad\/orders -n \S+ --refresh$/m);
    const refreshed = await place.run('secret orders --refresh --key connectionStringPrivateSrv');
    assert.equal(refreshed.stdout, 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pl-0.ab1cd.mongodb.net\n');
    assert.match(
      refreshed.stderr,
      generation === 'v2.15'
        ? /^--refresh sets and removes the annotation \S+ on atlasdeployment\/orders; .*\n [*+] (?:\d\/\d )?refresh/
        : /^--refresh sets the (?:annotation|key) .*secret\/app-password; .*\n [*+] (?:\d\/\d )?refresh/,
    );
    assert.deepEqual((await place.read()).metadata.annotations ?? {}, {});
    assert.match(await ran(place, 'secret orders -o pod-env'), / key: connectionStringPrivateSrv\n$/);
    const { metadata } = await place.get(apes, 'shop-us');
    await ran(place, 'up orders');
    assert.equal((await place.get(apes, 'shop-us')).metadata.resourceVersion, metadata.resourceVersion);
  });

  work(
    'delete takes one endpoint away, then the object with the other, which its finalizer holds until then',
    async (place) => {
      await applied(place);
      for (const label of ['shop-us', 'batch'])
        await ran(
          place,
          `create shop-us --endpoint ${label} --yes ${placement(place)}`,
          `link shop-us --endpoint ${label}`,
        );
      const { spec } = (await place.get(apes, 'shop-us')) as { spec: { awsConfiguration: { id: string }[] } };
      assert.equal(spec.awsConfiguration.length, 2);
      const one = await place.run('delete shop-us --endpoint batch --yes');
      assert.deepEqual([one.code, one.stdout.endsWith('/shop-us endpoint "batch" deleted\n')], [0, true], one.stderr);
      const { metadata, spec: after } = (await place.get(apes, 'shop-us')) as {
        metadata: { finalizers?: string[] };
        spec: object;
      };
      assert.deepEqual(
        [metadata.finalizers, after],
        [
          ['mongodbatlas/finalizer'],
          { projectRef: { name: 'shop' }, provider: 'AWS', region: 'US_EAST_1', awsConfiguration: [{ id: first }] },
        ],
      );
      const whole = await place.run('delete shop-us --yes');
      assert.equal(whole.code, 0, whole.stderr);
      assert.match(whole.stdout, /^atlasprivateendpoint\.atlas\.mongodb\.com\/shop-us deleted$/m);
      refused(
        await server.admin.call('GET', `/apis/atlas.mongodb.com/v1/namespaces/${place.namespace}/${apes}/shop-us`),
        {
          code: 404,
          reason: 'NotFound',
          message: `${apes}.atlas.mongodb.com "shop-us" not found`,
          details: { name: 'shop-us', group: 'atlas.mongodb.com', kind: apes },
        },
      );
      assert.deepEqual(
        place.ec2.endpoints('us-east-1').map(({ state }) => state),
        ['deleted', 'deleted'],
      );
    },
  );

  work('a policy that refuses the write is reported at once by every verb, after one request', async (place) => {
    const { namespace } = place;
    await applied(place);
    await place.apply(apes, serviceManifest({ namespace, name: 'empty', region: 'EU_WEST_1' }));
    await ran(place, `create shop-us ${placement(place)}`, 'link shop-us');
    await ran(place, `create shop-us --endpoint batch --yes ${placement(place)}`);
    await server.freeze(namespace, 'Invalid');
    for (const [method, command] of [
      ['POST', 'create ape/other --project shop --provider AWS --region US_WEST_2'],
      ['PATCH', 'link shop-us --endpoint batch'],
      ['PATCH', 'secret orders --refresh'],
      ['PATCH', 'delete shop-us --endpoint shop-us --yes'],
      ['DELETE', 'delete empty --yes'],
    ] as const) {
      const { stderr, stdout, code } = await place.run(`${command} -v6`);
      assert.match(stderr, policyRefusal, command);
      assert.deepEqual(
        [[...stderr.matchAll(/^(POST|PATCH|PUT|DELETE) /gm)].map(([, sent]) => sent), stdout, code],
        [[method], '', 1],
        `${command}: ${stderr}`,
      );
    }
  });

  work('a cluster of two regions: one run makes the objects of both', async (place) => {
    const { namespace } = place;
    await place.apply('atlasdeployments', clusterManifest({ namespace, regions: ['US_EAST_1', 'EU_WEST_1'] }));
    const refusal = await place.run('create orders');
    assert.match(
      refusal.stderr,
      /^error: the project of atlasdeployment\/orders has no AtlasPrivateEndpoint for AWS US_EAST_1, AWS EU_WEST_1$/m,
    );
    assert.equal((await ran(place, 'create orders --yes')).split('\n').length, 3);
    for (const [name, region] of [
      ['orders-us-east-1', 'US_EAST_1'],
      ['orders-eu-west-1', 'EU_WEST_1'],
    ] as const)
      assert.deepEqual((await place.get(apes, name)).spec, { projectRef: { name: 'shop' }, provider: 'AWS', region });
  });

  work('on Azure the address goes with the id', async (place) => {
    const made = await ran(place, 'create ape/shop-eu --project shop --provider azure --region northeurope');
    assert.match(made, /^\/subscriptions\/\S+\/privateLinkServices\/\S+\n$/);
    await ran(place, `link shop-eu --id ${azureId} --ip 10.20.1.4 --skip-cloud-check`);
    assert.deepEqual((await place.get(apes, 'shop-eu')).spec, {
      projectRef: { name: 'shop' },
      provider: 'AZURE',
      region: 'EUROPE_NORTH',
      azureConfiguration: [{ id: azureId, ipAddress: '10.20.1.4' }],
    });
  });

  work('three people link to one service at once, and every id is there', async (place) => {
    await applied(place);
    await ran(place, 'create shop-us');
    const ids = ['vpce-0aaaaaaaaaaaaaaaa', 'vpce-0bbbbbbbbbbbbbbbb', 'vpce-0cccccccccccccccc'];
    const all = await Promise.all(ids.map((id) => place.run(`link shop-us --id ${id} --skip-cloud-check`)));
    assert.deepEqual(
      all.map(({ code }) => code),
      [0, 0, 0],
      all.map(({ stderr }) => stderr).join('\n'),
    );
    const { awsConfiguration } = (await place.get(apes, 'shop-us')).spec as { awsConfiguration: { id: string }[] };
    assert.deepEqual(awsConfiguration.map(({ id }) => id).toSorted(), ids);
  });

  work('an item of an AtlasProject: made with --legacy only, linked, and shown', async (place) => {
    const without = await place.run('create ap/shop --endpoint AWS/US_EAST_1');
    assert.match(without.stderr, /^error: atlasproject\/shop declares no endpoint .* is refused: .* deprecated/m);
    const label = '--endpoint AWS/US_EAST_1';
    const made = await ran(place, `create ap/shop ${label} --legacy ${placement(place)}`);
    assert.match(made, new RegExp(`^com\\.amazonaws\\.vpce\\.us-east-1\\.vpce-svc-\\S+\n${first}\n$`));
    assert.equal(await ran(place, `link ap/shop ${label}`), 'atlasproject.atlas.mongodb.com/shop linked\n');
    assert.deepEqual((await place.get('atlasprojects', 'shop')).spec, {
      ...(await shopSpec(place)),
      privateEndpoints: [{ provider: 'AWS', region: 'US_EAST_1', id: first }],
    });
    assert.match(
      await ran(place, 'status ap/shop -o wide'),
      new RegExp(`^ap/shop +AWS/US_EAST_1 +Available +${first} `, 'm'),
    );
    const rival = await place.run(`create ape/shop-us ${described}`);
    assert.match(
      rival.stderr,
      /^error: atlasproject\/shop in namespace \S+ already declares this project's endpoint service/m,
    );
  });

  work('what the CRD refuses of an AtlasPrivateEndpoint', async ({ namespace, projectId }) => {
    const path = `/apis/atlas.mongodb.com/v1/namespaces/${namespace}/${apes}`;
    for (const [references, rule] of [
      [
        { projectRef: { name: 'shop' }, externalProjectRef: { id: projectId }, connectionSecret: { name: 'key' } },
        'must define only one project reference through externalProjectRef or projectRef',
      ],
      [{}, 'must define only one project reference through externalProjectRef or projectRef'],
      [
        { externalProjectRef: { id: projectId } },
        'must define a local connection secret when referencing an external project',
      ],
    ] as const) {
      const spec = { provider: 'AWS', region: 'US_EAST_1', ...references };
      const object = { ...serviceManifest({ namespace }), spec };
      const answer = await server.admin.call('POST', path, object);
      const { message, details } = answer.body as { readonly message: string; readonly details: unknown };
      assert.equal(message.includes(rule), true, message);
      refused(answer, { code: 422, reason: 'Invalid', message, details });
    }
  });
}

/** The rest of the project's spec, with the CRD's defaults. */
async function shopSpec(place: Workplace): Promise<object> {
  const { privateEndpoints: _items, ...rest } = (await place.get('atlasprojects', 'shop')).spec as {
    readonly privateEndpoints?: unknown;
  };
  return rest;
}

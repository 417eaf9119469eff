import assert from 'node:assert/strict';
import type { Generation } from '../fakes/operator/generation.ts';
import type { DeclareTest } from '../harness/suite.ts';
import { accountLines } from '../harness/world.ts';
import type { RealServer } from './real-server.ts';
import { type Workplace, atWork } from './workplace.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d';
const endpointId = 'vpce-026b4c868ce5d755d';
const uri = 'mongodb+srv://app:p%40ss%3Aword%2F1@orders-pe-0.ab1cd.mongodb.net';
const strings = `KEY                          ENDPOINT    CONNECTION STRING
connectionStringPrivateSrv   orders-pe   ${uri}
`;

/** The same as `up` prints it: only `secret` prints the password. */
const masked = strings.replace('p%40ss%3Aword%2F1', '****');

/** What the operators write besides the string that connects. */
const degenerate = {
  'v1.6': 'note: skipped empty keys: connectionStringPrivate',
  'v2.11': 'note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard',
};

/** Progress without what depends on how fast this machine is: the waiting lines, and how long each step took. */
export function calm(stderr: string): string {
  return (
    stderr
      .replace(/^ \* .*\n/gm, '')
      .replace(/^( \+ .{13}) {2,}\d\S* {2}/gm, '$1          ')
      // The cloud may be done before the first look.
      .replace(/^( \+ 4\/7 accept +) already /gm, '$1         ')
      .replace(/ \([\dhms]+\)$/gm, '')
  );
}

export function placement({ account }: Workplace): string {
  return `--vpc-id ${account.vpcId} --subnet-id ${account.subnets.a},${account.subnets.b} --security-group-id ${account.groups.open}`;
}

/** Every verb, against the operator's real CRDs of one generation. */
export function verbs(test: DeclareTest, server: RealServer, generation: 'v1.6' | 'v2.11'): void {
  const work = (sentence: string, body: (place: Workplace) => Promise<void>, as: Generation = generation): void =>
    test(sentence, () => atWork(server, as, body));

  work('up goes from nothing to the connection string, and a second time changes nothing', async (place) => {
    await place.deploy();
    const { namespace } = place;
    const seen = await place.run(`up orders ${placement(place)}`);
    assert.equal(
      calm(seen.stderr),
      `endpoint orders-pe of ad/orders in namespace ${namespace}
${accountLines.AWS}
 + 1/7 declare            added to the spec
 + 2/7 reserve            ${service}
 + 3/7 endpoint           created ${endpointId} in ${place.account.vpcId}
 + 4/7 accept             ready to be linked (pendingAcceptance)
 + 5/7 link               wrote ${endpointId} into the spec
 + 6/7 connect            AVAILABLE
 + 7/7 secret             secret/shop-orders-app of database user app
orders is reachable privately from ${place.account.vpcId}
${degenerate[generation]}
use it in a Pod: kubectl atlas-pe secret atlasdeployment/orders -n ${namespace} --endpoint orders-pe -o pod-env
`,
    );
    assert.deepEqual([seen.stdout, seen.code], [masked, 0]);
    const before = await place.read();
    assert.deepEqual(before.spec?.serverlessSpec?.privateEndpoints, [
      { name: 'orders-pe', cloudProviderEndpointID: endpointId },
    ]);
    const again = await place.run('up orders');
    assert.deepEqual([again.stdout, again.code], [masked, 0]);
    assert.equal((await place.read()).metadata.resourceVersion, before.metadata.resourceVersion);
    assert.equal(place.ec2.endpoints('us-east-1').length, 1);
  });

  work('step by step: create, create with placement, link, status, secret', async (place) => {
    await place.deploy();
    const outputs: [string, number][] = [];
    for (const command of [
      'create orders',
      `create orders ${placement(place)}`,
      'link orders',
      'status',
      'status ad/orders -o name',
      'secret orders',
      'secret orders --key connectionStringPrivateSrv',
      'secret orders -o pod-env',
    ]) {
      const { stdout, stderr, code } = await place.run(command);
      assert.equal(code, 0, stderr);
      outputs.push([stdout.replace(/ \d+s$/m, ' AGE'), code]);
    }
    assert.deepEqual(
      outputs.map(([stdout]) => stdout),
      [
        `${service}\n`,
        `${service}\n${endpointId}\n`,
        'atlasdeployment.atlas.mongodb.com/orders linked\n',
        `SOURCE      ENDPOINT    PHASE       CLOUD ENDPOINT           AGE   MESSAGE
ad/orders   orders-pe   Available   ${endpointId}   AGE\n`,
        'atlasdeployment.atlas.mongodb.com/orders\n',
        strings,
        `${uri}\n`,
        `env:
  - name: CONNECTION_STRING
    valueFrom:
      secretKeyRef:
        name: shop-orders-app
        key: connectionStringPrivateSrv
`,
      ],
    );
  });

  work('delete: the item goes, Atlas is waited for, and the cloud endpoint is gone', async (place) => {
    await place.deploy({ privateEndpoints: [{ name: 'theirs' }] });
    for (const command of [`create orders --endpoint mine --yes ${placement(place)}`, 'link orders --endpoint mine']) {
      const { stderr, code } = await place.run(command);
      assert.equal(code, 0, stderr);
    }
    const seen = await place.run('delete orders --endpoint mine --yes');
    assert.equal(seen.code, 0, seen.stderr);
    assert.match(
      calm(seen.stderr),
      /^ \+ (?:\d\/\d )?release +(?:\d\S* +)?Atlas has released it\n \+ (?:\d\/\d )?delete +(?:\d\S* +)?asked AWS to delete vpce-\S+\n \+ (?:\d\/\d )?confirm /m,
    );
    assert.deepEqual((await place.read()).spec?.serverlessSpec?.privateEndpoints, [{ name: 'theirs' }]);
    assert.deepEqual(
      place.ec2.endpoints('us-east-1').map(({ state }) => state),
      ['deleted'],
    );
  });

  work('other items of the list, and every other field, survive', async (place) => {
    await place.deploy({ privateEndpoints: [{ name: 'theirs' }] });
    const { spec: before, metadata } = await place.read();
    assert.equal((await place.run('create orders --endpoint mine --yes')).code, 0);
    const { spec, metadata: after } = await place.read();
    const { privateEndpoints, ...rest } = spec?.serverlessSpec ?? {};
    assert.deepEqual(privateEndpoints, [{ name: 'theirs' }, { name: 'mine' }]);
    const { privateEndpoints: _theirs, ...untouched } = before?.serverlessSpec ?? {};
    assert.deepEqual(rest, untouched);
    assert.deepEqual(after.labels, metadata.labels);
    assert.equal(after.generation, (metadata.generation ?? 0) + 1);
  });

  work('two people at once: whoever comes second plans again, and nobody loses an item', async (place) => {
    await place.deploy();
    const labels = ['a', 'b', 'c', 'd'];
    const all = await Promise.all(labels.map((label) => place.run(`create orders --endpoint ${label} --yes`)));
    assert.deepEqual(
      all.map(({ code }) => code),
      [0, 0, 0, 0],
      all.map(({ stderr }) => stderr).join('\n'),
    );
    const items = (await place.read()).spec?.serverlessSpec?.privateEndpoints ?? [];
    assert.deepEqual(new Set(items.map(({ name }) => name)), new Set(labels));
    assert.equal(items.length, labels.length);
  });

  work('stopped in the middle it goes on', async (place) => {
    await place.deploy();
    const stopped = await place.run(`up orders ${placement(place)}`, { stopAt: /^ \+ (?:\d\/\d )?link /m });
    assert.equal(stopped.code, 130);
    assert.deepEqual([(await place.run('up orders')).stdout, place.ec2.endpoints('us-east-1').length], [masked, 1]);
  });

  work('status -w follows what happens', async (place) => {
    await place.deploy();
    const watching = place.run('status orders -w', { stopAt: /Reserved/ });
    await place.run('create orders');
    const { stdout, code } = await watching;
    assert.match(stdout, /^ad\/orders +orders-pe +Declared[^]*^ad\/orders +orders-pe +Reserved +<none> /m);
    assert.equal(code, 130);
  });

  work('a name that is not there is told from one that is near', async (place) => {
    await place.deploy();
    const { stderr, stdout, code } = await place.run('create order');
    assert.equal(
      stderr,
      `Error from server (NotFound): atlasdeployments.atlas.mongodb.com "order" not found in namespace ${place.namespace}
hint: did you mean "orders"?
`,
    );
    assert.deepEqual([stdout, code], ['', 1]);
  });

  for (const [reason, hint] of [
    ['Invalid', "nothing was changed; this cluster's validation rules or policies refuse the change"],
    [
      'Forbidden',
      'this is not a missing permission: a policy of this cluster refuses it; ask whoever runs the cluster',
    ],
  ] as const) {
    work(
      `what a policy of the cluster refuses (${reason}) is said in its words, and nothing is changed`,
      async (place) => {
        await place.deploy();
        const { spec } = await place.read();
        await server.freeze(place.namespace, reason);
        const { stderr, stdout, code } = await place.run('create orders');
        const policy = `freeze-${reason.toLowerCase()}`;
        assert.equal(
          stderr,
          `endpoint orders-pe of ad/orders in namespace ${place.namespace}
Error from server (${reason}): atlasdeployments.atlas.mongodb.com "orders" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: change freeze until Monday
hint: ${hint}
`,
        );
        assert.deepEqual([stdout, code, (await place.read()).spec], ['', 1, spec]);
      },
    );
  }
}

/** What `up` and `delete` show on a terminal: the escape sequences are written out. */
/* eslint-disable no-control-regex -- finding escape sequences is what this is for */
import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, accountLines, inWorld } from '../harness/world.ts';

const utf8 = { LANG: 'C.UTF-8', TERM: 'xterm' };
const plain = '\u001b[39m';
const done = `\u001b[32m✓${plain}`;
const runs = [`\u001b[36m●${plain}`, `\u001b[36m○${plain}`] as const;
const warns = `\u001b[33m!${plain}`;
const [bold, notBold, dim, notDim] = ['\u001b[1m', '\u001b[22m', '\u001b[2m', '\u001b[22m'];
const refreshes =
  '--refresh sets and removes the annotation mongodb.com/atlas-reconciliation-policy on atlasdeployment/orders; nothing changes in Atlas';
const refreshQuestion = `By itself, the operator writes the new string into secret/shop-orders-app within 3 hours at the latest. ${refreshes}.
Have it written as soon as the endpoint is available? (Y/n): `;

function addNode({ kubernetes }: World, name: string, providerID: string): void {
  kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { providerID } });
}

/** A node whose security group lets nothing of Atlas in. */
function addInstance(world: World): void {
  const { subnets, groups } = world.account;
  const at = { region: 'us-east-1', subnetId: subnets.a, groupIds: [groups.web], privateIp: '10.20.1.10' };
  addNode(world, 'a', `aws:///us-east-1a/${world.ec2.account.addInstance(at).id}`);
}

/** What is left on the screen when each line has been drawn for the last time. */
function left(stderr: string): string {
  return stderr
    .split('\n')
    .map((line) => line.split('\r\u001b[K').at(-1))
    .join('\n');
}

/** The lines of a step as they were drawn in the same place. */
function drawn(stderr: string, step: string): readonly string[] {
  return stderr.split(/\n|\r\u001b\[K/u).filter((line) => runs.some((sign) => line.startsWith(` ${sign} ${step} `)));
}

const visible = (line: string): number => line.replaceAll(/\u001b\[\d+m/gu, '').length;

const proposal = (world: World): string => `from the nodes:
  VPC            ${world.account.vpcId} of 1 node
  subnet         ${world.account.subnets.a} in us-east-1a: private, 251 free addresses, 1 node
  security group ${world.account.groups.web} web: every node is a member
Place it there, beside the cluster's nodes? (Y/n): `;

suite('the screen of up on AWS', (test) => {
  for (const [columns, cut] of [
    [60, 'the operator has not processed t…'],
    [80, 'the operator has not processed the last change yet'],
    [100, 'the operator has not processed the last change yet'],
  ] as const)
    test(`with ${columns} columns: questions before the first change, a live line that fits, and what to do next`, () =>
      inWorld({}, async (world) => {
        world.addUser('batch', 'x');
        world.deploy();
        addInstance(world);
        const { vpcId, groups } = world.account;
        const seen = await world.run('up orders', { tty: true, columns, answers: ['', 'batch'], env: utf8 });
        const [made] = world.ec2.endpoints('us-east-1');
        const blocked = `${groups.web} does not let TCP 1024-65535 in from ${vpcId} (10.20.0.0/16): Pods could not reach Atlas; let them in with:`;
        const open = `aws ec2 authorize-security-group-ingress --region us-east-1 --group-id ${groups.web} --protocol tcp --port 1024-65535 --cidr 10.20.0.0/16`;
        assert.equal(
          left(seen.stderr),
          `endpoint "orders-pe" of atlasdeployment/orders has no cloud endpoint yet
${accountLines.AWS}
${proposal(world)}Connection strings for which database user? app, batch (app): endpoint orders-pe of ad/orders in namespace default
warning: ${blocked} ${open}
 ${done} 1/7 declare            added to the spec
 ${done} 2/7 reserve       11s  com.amazonaws.vpce.us-east-1.vpce-svc-069a53efa3d799b8d
 ${done} 3/7 endpoint           created ${made?.id} in ${vpcId}
 ${done} 4/7 accept         5s  ready to be linked (pendingAcceptance)
 ${done} 5/7 link               wrote ${made?.id} into the spec
 ${done} 6/7 connect       11s  AVAILABLE
 ${done} 7/7 secret             secret/shop-orders-batch of database user batch
${bold}orders is reachable privately from ${vpcId} (27s)${notBold}
note: skipped keys that hold no connection string: connectionStringPrivate, connectionStringPrivateShard
${warns} ${blocked}
    ${bold}${open}${notBold}
use it in a Pod: ${bold}kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint orders-pe --user batch -o pod-env${notBold}
`,
        );
        assert.match(
          seen.stdout,
          /^connectionStringPrivateSrv +orders-pe +mongodb\+srv:\/\/batch:\*{4}@orders-pe-0\./m,
        );
        assert.equal(seen.code, 0);
        const lines = drawn(seen.stderr, '2/7 reserve');
        assert.equal(lines[0], ` ${runs[0]} 2/7 reserve        0s  ${cut}`);
        assert.equal(lines[1], ` ${runs[1]} 2/7 reserve        1s  RESERVATION_REQUESTED`);
        assert.deepEqual(drawn(seen.stderr, '4/7 accept').at(-1), ` ${runs[0]} 4/7 accept         4s  AWS: pending`);
        assert.ok(lines.every((line) => visible(line) < columns));
      }));

  test('a dedicated cluster without its object: one question for both, and what was there before is dim the next time', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      addInstance(world);
      const seen = await world.run('up orders', { tty: true, answers: ['y', ''], env: utf8 });
      const begin = `the project of atlasdeployment/orders has no AtlasPrivateEndpoint for AWS US_EAST_1; to be created: atlasprivateendpoint/orders-us-east-1 for AWS US_EAST_1
endpoint "orders-us-east-1" of atlasprivateendpoint/orders-us-east-1 has no cloud endpoint yet
${accountLines.AWS}
${proposal(world)}${refreshQuestion}endpoint orders-us-east-1 of ape/orders-us-east-1 in namespace default\n`;
      assert.ok(left(seen.stderr).startsWith(begin), left(seen.stderr));
      assert.ok(
        left(seen.stderr).includes(`\n${refreshes}\n ${done} 7/7 secret         5s  secret/shop-orders-app of`),
      );
      assert.equal(seen.code, 0);
      const again = await world.run('up orders', { tty: true, answers: [], env: utf8 });
      assert.ok(
        left(again.stderr).includes(
          `\n ${dim}✓${notDim}${dim} 5/6 connect   already  AVAILABLE${notDim}\n ${done} 6/6 secret`,
        ),
        again.stderr,
      );
    }));

  test('no to the proposal, Ctrl-D and Ctrl-C change nothing, and say so on a line of their own', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      addInstance(world);
      const ends = async (answers: readonly string[], stopAt?: RegExp): Promise<unknown> => {
        const options = {
          tty: true,
          answers,
          env: { ...utf8, NO_COLOR: '' },
          ...(stopAt === undefined ? {} : { stopAt }),
        };
        const { stderr, code } = await world.run('up orders', options);
        return [stderr.slice(stderr.indexOf('Place it')), code];
      };
      const question = "Place it there, beside the cluster's nodes? (Y/n): ";
      const { vpcId, other } = world.account;
      assert.deepEqual(await ends(['n']), [
        `${question}VPCs:
  1  ${vpcId}  prod     10.20.0.0/16  1 node
  2  ${other.vpcId}  staging  10.30.0.0/16
Which VPC? (1): \nerror: no answer was given; nothing was changed\n`,
        1,
      ]);
      assert.deepEqual(await ends([]), [`${question}\nerror: no answer was given; nothing was changed\n`, 1]);
      assert.deepEqual(await ends(['y'], /\(Y\/n\): $/), [
        `${question}\nerror: interrupted; nothing was changed\n`,
        130,
      ]);
      assert.equal(world.kubernetes.store.get('atlasprivateendpoints', 'default', 'orders-us-east-1'), undefined);
      assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
    }));
});

suite('the screen of up on other clouds', (test) => {
  for (const columns of [60, 80, 100])
    test(`Azure with ${columns} columns: ids are the resource's names`, () =>
      inWorld({ cloud: 'AZURE', generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.addService();
        addNode(world, 'aks', `azure://${world.azure.scaleSet}/virtualMachines/0`);
        const seen = await world.run('up orders', { tty: true, columns, answers: ['', ''], env: utf8 });
        const [made] = world.arm.endpoints();
        const name = made?.id.replace(/.*\//, '') ?? '';
        const steps = left(seen.stderr).split('\n').slice(-13);
        assert.deepEqual(steps, [
          'Have it written as soon as the endpoint is available? (Y/n): endpoint shop-eu of ape/shop-eu in namespace default',
          ` ${dim}✓${notDim}${dim} 1/7 declare   already  in the spec${notDim}`,
          ` ${done} 2/7 reserve       10s  pls_ec5483a72e13690d04f93e5d`,
          ` ${done} 3/7 endpoint           created ${name} in virtual network shop/prod`,
          ` ${done} 4/7 accept        20s  ready to be linked (Succeeded, connection Pending)`,
          ` ${done} 5/7 link               wrote ${name} and its address 10.40.2.4 into the spec`,
          ` ${done} 6/7 connect       11s  AVAILABLE, connection Approved`,
          refreshes,
          ` ${done} 7/7 secret         5s  secret/shop-orders-app of database user app`,
          `${bold}orders is reachable privately from virtual network shop/prod (46s)${notBold}`,
          'note: skipped empty keys: connectionStringPrivateShard',
          `use it in a Pod: ${bold}kubectl atlas-pe secret atlasdeployment/orders -n default --endpoint ${made?.id} -o pod-env${notBold}`,
          '',
        ]);
        assert.equal(drawn(seen.stderr, '4/7 accept')[19], ` ${runs[1]} 4/7 accept        19s  Azure: Creating`);
      }));

  for (const columns of [60, 80, 100])
    test(`Google Cloud with ${columns} columns: no to the refresh leaves a warning with the command`, () =>
      inWorld({ cloud: 'GCP', generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        const up = 'up ape/shop-gcp --project shop --provider GCP --region europe-west1';
        for (const [at, id] of world.google.nodes.own.entries()) addNode(world, `n${at}`, id);
        const seen = await world.run(up, { tty: true, columns, answers: ['', 'n'], env: utf8 });
        const [, name = ''] = /created (\S+) in network/.exec(seen.stderr) ?? [];
        const shown = left(seen.stderr);
        assert.ok(
          shown.startsWith(`endpoint "shop-gcp" of atlasprivateendpoint/shop-gcp has no cloud endpoint yet
${accountLines.GCP}
from the nodes:
  subnetwork     projects/shop-prod/regions/europe-west1/subnetworks/nodes of 2 nodes
  project        shop-prod of the nodes
Place it there, beside the cluster's nodes? (Y/n): ${refreshQuestion}endpoint shop-gcp of ape/shop-gcp in namespace default
 ${done} 1/7 declare            created atlasprivateendpoint/shop-gcp
 ${done} 2/7 reserve       11s  `),
          shown,
        );
        assert.match(
          shown,
          /^\u001b\[1morders is reachable privately from network shop-prod\/prod \(\S+\)\u001b\[22m$/mu,
        );
        assert.ok(
          shown.endsWith(`lacks the string of ${name}: the operator reconciles the deployment again within 3 hours (operators before 2.4.1 never do); make the operator write it now with:
    ${bold}kubectl atlas-pe secret ad/orders -n default --refresh${notBold}
`),
          shown,
        );
        assert.deepEqual([seen.stdout, seen.code], ['', 0]);
      }));
});

suite('progress', (test) => {
  test('several regions have a live line each, and what is done is above them', () =>
    inWorld({}, async (world) => {
      world.deployCluster({ regions: ['US_EAST_1', 'EU_WEST_1'] });
      const seen = await world.run('create orders --yes', { tty: true, columns: 80, env: utf8 });
      const both = /(US_EAST_1) {3}\S+ 2\/2 reserve {8}5s {2}[^\n]+\n(EU_WEST_1) {3}\S+ 2\/2 reserve {8}5s {2}/u.exec(
        seen.stderr,
      );
      assert.deepEqual(both?.slice(1), ['US_EAST_1', 'EU_WEST_1'], seen.stderr);
      assert.ok(seen.stderr.includes('\r\u001b[1A\u001b[J'));
      assert.equal(seen.code, 0);
    }));

  test('a step that fails keeps its line on a terminal', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.operator.paused = true;
      const seen = await world.run('create orders --timeout 90s', { tty: true, env: utf8 });
      const [line, error] = left(seen.stderr).split('\n').slice(-4);
      assert.equal(
        line,
        ` \u001b[31m✗${plain} 2/2 reserve     1m30s  no status from the operator yet (is it running?)`,
      );
      assert.ok(error?.startsWith(`\u001b[31merror:${plain} timed out after 1m30s waiting for`), error);
    }));

  test('without a terminal, and on a dumb one, it is whole lines without color, and one a minute while it waits', () =>
    inWorld({}, async (world) => {
      world.deploy();
      world.operator.paused = true;
      for (const options of [{ env: { LANG: 'C.UTF-8' } }, { tty: true, env: { ...utf8, TERM: 'dumb' } }]) {
        const { stderr } = await world.run('create orders --timeout 130s', options);
        assert.ok(
          stderr.includes(` ● 2/2 reserve        0s  no status from the operator yet (is it running?)
warning: PE110 no operator runs in this cluster, and none has processed the object
 ● 2/2 reserve        1m  still waiting: no status from the operator yet (is it running?)
 ● 2/2 reserve        2m  still waiting: no status from the operator yet (is it running?)
error: timed out after 2m10s`),
          stderr,
        );
        assert.doesNotMatch(stderr, /\u001b/u);
      }
      const ascii = await world.run('create orders --timeout 1s', {
        tty: true,
        env: { LANG: 'C', TERM: 'xterm', NO_COLOR: '1' },
      });
      assert.match(left(ascii.stderr), /^ \+ 1\/2 declare {3}already {2}in the spec\n x 2\/2 reserve {8}1s {2}/m);
    }));
});

const tail = (stderr: string): string => left(stderr).slice(left(stderr).indexOf('Delete '));

suite('the screen of delete', (test) => {
  test('the question names the thing; Ctrl-D says that nothing was changed; the steps are numbered', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const { subnets, groups } = world.account;
      await world.run(`up orders --subnet-id ${subnets.a} --security-group-id ${groups.open}`);
      const [made] = world.ec2.endpoints('us-east-1');
      const question = `Delete endpoint "orders-pe" of atlasdeployment/orders and ${made?.id}? (y/N): `;
      const refused = await world.run('delete orders', { tty: true, answers: [], env: utf8 });
      assert.equal(
        tail(refused.stderr),
        `${question}\n\u001b[31merror:${plain} no answer was given; nothing was changed\n`,
      );
      const gone = await world.run('delete orders', { tty: true, columns: 60, answers: ['y'], env: utf8 });
      assert.equal(
        tail(gone.stderr),
        `${question} ${done} 1/4 remove             removed from the spec
 ${done} 2/4 release       21s  Atlas has released it
 ${done} 3/4 delete             asked AWS to delete ${made?.id}
 ${done} 4/4 confirm        5s  ${made?.id} is gone
${bold}done in 26s${notBold}
`,
      );
      assert.equal(
        drawn(gone.stderr, '2/4 release')[0],
        ` ${runs[0]} 2/4 release        0s  still there: AVAILABLE; the oper…`,
      );
    }));
});

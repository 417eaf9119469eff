/** What is asked, and what is refused, before the first change to any of several objects. */
import assert from 'node:assert/strict';
import { refuses } from '../../harness/bad-input.ts';
import { placedInGroup } from '../../harness/placement.ts';
import { screenOf } from '../../harness/screen.ts';
import { suite } from '../../harness/suite.ts';
import { type World, accountLines, inWorld } from '../../harness/world.ts';

function deployTwo(world: World): void {
  for (const name of ['orders', 'reports']) world.deploy({ name });
}

/** A node in us-east-1. */
function addInstance(world: World): void {
  const { subnets, groups } = world.account;
  const at = { region: 'us-east-1', subnetId: subnets.a, groupIds: [groups.open], privateIp: '10.20.1.10' };
  const providerID = `aws:///us-east-1a/${world.ec2.account.addInstance(at).id}`;
  world.kubernetes.store.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, spec: { providerID } });
}

/** Makes the object one of which `kubectl apply` would take the endpoint away again. */
function keepByApply(world: World, name: string): void {
  world.kubernetes.store.edit('atlasdeployments', 'default', name, (object) => {
    const manifest = JSON.stringify({ spec: { serverlessSpec: { privateEndpoints: [] } } });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': manifest };
    Object.assign(object['metadata'] as object, { annotations });
  });
}

const unplaced = ['orders', 'reports'].map(
  (name) => `endpoint "${name}-pe" of atlasdeployment/${name} has no cloud endpoint yet`,
);
const question = "Place everything that has no cloud endpoint yet there, beside the cluster's nodes? (Y/n): ";
const proposal = ({ account }: World): readonly string[] => [
  'from the nodes:',
  `  VPC            ${account.vpcId} of 1 node`,
  `  subnet         ${account.subnets.a} in us-east-1a: private, 251 free addresses, 1 node`,
  `  security group ${account.groups.open} atlas-clients: every node is a member`,
];

suite('up of several objects', (test) => {
  test('asks once where to place all of them, and once whose strings, before the first change', () =>
    inWorld({}, async (world) => {
      world.addUser('batch', 'x');
      deployTwo(world);
      addInstance(world);
      const seen = await world.run('up orders reports', { tty: true, answers: ['', 'batch'] });
      const questions = `${proposal(world).join('\n')}
${question}Connection strings for which database user? app, batch (app): ${unplaced.join('\n')}\n`;
      assert.equal(seen.stderr.slice(0, seen.stderr.indexOf('ad/orders ')), `${accountLines.AWS}\n${questions}`);
      assert.match(seen.stdout, /^ad\/orders .*:\/\/batch:.*\nad\/reports .*:\/\/batch:/m);
      assert.equal(seen.code, 0);
    }));

  test('after no lists once what there is to choose from, and places all of them there', () =>
    inWorld({}, async (world) => {
      deployTwo(world);
      addInstance(world);
      const { vpcId, other, subnets, groups } = world.account;
      const seen = await world.run('up orders reports', { tty: true, answers: ['n', 'what', '', '1,4', '2'] });
      assert.equal(
        seen.stderr.slice(0, seen.stderr.indexOf('ad/orders ')),
        `${accountLines.AWS}
${proposal(world).join('\n')}
${question}VPCs:
  1  ${vpcId}  prod     10.20.0.0/16  1 node
  2  ${other.vpcId}  staging  10.30.0.0/16
Which VPC? (1): "what" is none of them; answer with one of 1 to 2
Which VPC? (1): subnets, one in each zone:
  1  ${subnets.a}  prod-private-a   us-east-1a  10.20.1.0/24  1 node
  2  ${subnets.a2}  prod-private-a2  us-east-1a  10.20.4.0/24
  3  ${subnets.b}  prod-private-b   us-east-1b  10.20.2.0/24
  4  ${subnets.c}  prod-private-c   us-east-1c  10.20.3.0/24
Which subnets? Several like 1,3 (1): security groups:
  1  ${groups.open}  atlas-clients  1 node
  2  ${groups.default}  default
  3  ${groups.web}  web
Which security groups? Several like 1,2 (1): ${unplaced[0]}
note: the same place without these questions:
  --vpc-id ${vpcId} --subnet-id ${subnets.a},${subnets.c} --security-group-id ${groups.default}
${unplaced[1]}
`,
      );
      assert.equal(seen.code, 0);
      const made = world.ec2.endpoints('us-east-1').map(({ subnetIds, groupIds }) => [subnetIds, groupIds]);
      const place = [[subnets.a, subnets.c].sort(), [groups.default]];
      assert.deepEqual(made, [place, place]);
    }));

  test('takes three times something else than yes and no for an end, and changes nothing', () =>
    inWorld({}, async (world) => {
      deployTwo(world);
      addInstance(world);
      const seen = await world.run('up orders reports', { tty: true, answers: ['x', 'x'] });
      assert.deepEqual(screenOf(seen.stderr).lines, [
        accountLines.AWS,
        ...proposal(world),
        `${question}"x" is neither yes nor no`,
        `${question}${unplaced[0]}`,
        unplaced[1],
        'error: "x" is neither yes nor no; that was the third answer that cannot be used; nothing was changed',
        '',
      ]);
      assert.equal(seen.code, 1);
      assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
    }));

  test('ends at a question that is not answered, and changes nothing', () =>
    inWorld({}, async (world) => {
      deployTwo(world);
      addInstance(world);
      const seen = await world.run('up orders reports', { tty: true, answers: [] });
      assert.equal(screenOf(seen.stderr).lines.at(-2), 'error: no answer was given; nothing was changed');
      assert.equal(seen.code, 1);
      assert.deepEqual(world.ec2.endpoints('us-east-1'), []);
    }));

  test('lists what is to be confirmed where that is more than one thing', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'reports', regions: ['EU_WEST_1'] });
      const seen = await world.run('create orders reports', { tty: true, answers: [''] });
      const { lines } = screenOf(seen.stderr);
      const creates = ['US_EAST_1', 'EU_WEST_1'].map((region, at) => {
        const [name, made] = at === 0 ? ['orders', 'orders-us-east-1'] : ['reports', 'reports-eu-west-1'];
        return `  the project of atlasdeployment/${name} has no AtlasPrivateEndpoint for AWS ${region}; create atlasprivateendpoint/${made} for AWS ${region}?`;
      });
      assert.deepEqual(lines.slice(lines.indexOf('to be confirmed:')), [
        'to be confirmed:',
        ...creates,
        'Yes to all of them? (y/N): error: not confirmed; nothing was changed',
        'hint: answer y, or give the flags that answer: --yes, a placement',
        '',
      ]);
      assert.equal(seen.code, 1);
    }));

  test('asks what is to be confirmed after what is chosen; what cannot be placed does not stop the rest', () =>
    inWorld({ generation: 'v2.15' }, async (world) => {
      world.deployCluster();
      world.deployCluster({ name: 'reports', regions: ['EU_WEST_1'] });
      addInstance(world);
      const seen = await world.run('up orders reports', { tty: true, answers: ['', 'y', ''] });
      const { lines } = screenOf(seen.stderr);
      assert.match(seen.stderr, /^Have every such Secret written as soon as its endpoint is available\? \(Y\/n\): /m);
      assert.ok(lines[0]?.endsWith('region us-east-1'), lines[0]);
      assert.deepEqual(lines.slice(-5), [
        '1 of 2 connected (32s); failed: 1',
        'x ad/reports: the nodes are in us-east-1, but the endpoint would be in eu-west-1',
        '    give a place in eu-west-1 yourself: --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP',
        '    kubectl atlas-pe up ad/reports',
        '',
      ]);
      assert.equal(seen.code, 1);
    }));

  for (const answer of ['n', ''])
    test(`goes on after the answer "${answer}" to the question about the Secrets, as for one object`, () =>
      inWorld({ generation: 'v2.15' }, async (world) => {
        world.deployCluster();
        world.deployCluster({ name: 'reports' });
        for (const name of ['orders', 'reports'])
          assert.equal((await world.run(`create ${name} ${placedInGroup(world)} --yes`)).code, 0);
        const seen = await world.run('up orders reports', { tty: true, answers: [answer] });
        const asked = seen.stderr.match(
          /^Have every such Secret written as soon as its endpoint is available\? \(Y\/n\)/gm,
        );
        assert.equal(asked?.length, 1, seen.stderr);
        const before = seen.stderr.slice(0, seen.stderr.indexOf('Have every such Secret'));
        assert.equal(before.match(/^By itself, the operator writes/gm)?.length, 2, seen.stderr);
        assert.match(seen.stderr, /2 of 2 connected/);
        assert.equal(/lacks the string of/.test(seen.stderr), answer === 'n');
        assert.equal(seen.code, 0);
      }));

  test('tells at once what is known before the first change to stand in the way of one, and goes on with the others', () =>
    inWorld({}, async (world) => {
      deployTwo(world);
      keepByApply(world, 'reports');
      const seen = await world.run(`create orders reports ${placedInGroup(world)}`);
      const [, ...lines] = seen.stderr.split('\n');
      const refusal =
        'kubectl apply would undo this change to atlasdeployment/reports when it is applied again: its manifest has spec.serverlessSpec.privateEndpoints, and client-side apply replaces the list as a whole; nothing was changed';
      const told = lines.indexOf(`ad/reports  error: ${refusal}`);
      assert.ok(told >= 0 && told < lines.findIndex((line) => line.startsWith('ad/orders ')), seen.stderr);
      assert.deepEqual(lines.slice(-5), [
        '1 of 2 created (16s); failed: 1',
        `x ad/reports: ${refusal}`,
        `    make the change there; or write it anyway with: kubectl atlas-pe create ad/reports ${placedInGroup(world)} --force`,
        `    kubectl atlas-pe create ad/reports ${placedInGroup(world)}`,
        '',
      ]);
    }));
});

suite('up of several objects is refused before anything is changed:', (test) => {
  refuses(test, {
    when: 'a name that no object has',
    given: deployTwo,
    command: (world) => `up orders report ${placedInGroup(world)}`,
    stderr: `
Error from server (NotFound): atlasdeployments.atlas.mongodb.com "report" not found in namespace default; nothing was changed
hint: did you mean "reports"?
`,
  });

  refuses(test, {
    when: 'several names that no object has',
    given: deployTwo,
    command: (world) => `up ad/a orders ad/b ${placedInGroup(world)}`,
    stderr: `
ad/a: Error from server (NotFound): atlasdeployments.atlas.mongodb.com "a" not found in namespace default
  hint: there are: orders, reports
ad/b: Error from server (NotFound): atlasdeployments.atlas.mongodb.com "b" not found in namespace default
  hint: there are: orders, reports
error: 2 of 3 names cannot be used: ad/a, ad/b; nothing was changed
`,
  });

  refuses(test, {
    when: 'questions that nobody can be asked',
    given: (world) => {
      world.addUser('batch', 'x');
      deployTwo(world);
    },
    command: 'up orders reports',
    stderr: `
error: 3 answers are missing, and this run cannot ask: where to create the cloud endpoint of endpoint "orders-pe" of atlasdeployment/orders; where to create the cloud endpoint of endpoint "reports-pe" of atlasdeployment/reports; which database user: app, batch
hint: nothing was changed; run: kubectl atlas-pe up orders reports --from-nodes --yes --user app; to place it elsewhere, give --vpc-id VPC --subnet-id SUBNET[,SUBNET] --security-group-id GROUP
`,
  });

  for (const [flag, value] of [
    ['id', 'vpce-0123456789abcdef0'],
    ['endpoint', 'blue'],
    ['project', 'shop'],
  ])
    refuses(test, {
      when: `--${flag}, which is for one endpoint`,
      given: deployTwo,
      command: `up orders reports --${flag} ${value}`,
      stderr: `
error: --${flag} is for one endpoint, and this command line is for several objects
hint: name one of them, or omit --${flag}
`,
    });

  refuses(test, {
    when: '-o pod-env, which is for one Pod',
    given: deployTwo,
    command: 'up orders reports -o pod-env',
    stderr: `
error: -o pod-env is for one endpoint, and this command line is for several objects
hint: print it for each of them with: kubectl atlas-pe secret NAME -o pod-env
`,
  });

  refuses(test, {
    when: 'a selector beside a name',
    given: deployTwo,
    command: 'up orders -l team=shop',
    stderr: `
error: name cannot be provided when a selector is specified
`,
  });

  refuses(test, {
    when: 'a placement for a region that none of them is in',
    given: deployTwo,
    command: 'up orders reports --subnet-id eu-west-1=subnet-0123456789abcdef0',
    stderr: `
error: --subnet-id=eu-west-1=subnet-0123456789abcdef0 is for the region eu-west-1, but this command is for other regions
hint: the regions are: US_EAST_1
`,
  });

  refuses(test, {
    when: 'neither a name nor a selector',
    given: deployTwo,
    command: 'up',
    stderr: `
error: SOURCE is missing: the object that declares the endpoint
hint: there are AtlasDeployment: ad/orders, ad/reports. For example: kubectl atlas-pe up ad/orders
`,
  });
});

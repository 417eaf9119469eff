import assert from 'node:assert/strict';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const create = ({ azure }: World, ip: string): string =>
  `create orders --subnet ${azure.subnets.endpoints} --private-ip-address ${ip}`;
const errorOf = (stderr: string): string => stderr.slice(stderr.indexOf('error:'));

suite('--private-ip-address on Azure', (test) => {
  test('gives the private endpoint that address, which Atlas gets with its id', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      const seen = await world.run(create(world, '10.40.1.20').replace('create', 'up'));
      assert.equal(seen.code, 0, seen.stderr);
      const spec = JSON.stringify(world.kubernetes.store.get('atlasdeployments', 'default', 'orders')?.['spec']);
      assert.match(spec, /"privateEndpointIpAddress":"10\.40\.1\.20"/);
    }));

  for (const [when, ip, stderr] of [
    [
      'of another subnet',
      '10.40.2.20',
      `error: 10.40.2.20 is not an address of the subnet endpoints, which has 10.40.1.0/24
hint: check --private-ip-address and --subnet
`,
    ],
    ...['10.40.1.3', '10.40.1.255'].map(
      (reserved) =>
        [
          `that Azure keeps, ${reserved.split('.').at(-1)}`,
          reserved,
          `error: Azure keeps ${reserved} for itself: it is among the first four addresses of 10.40.1.0/24, or the last
hint: choose another one with --private-ip-address
`,
        ] as const,
    ),
  ] as const) {
    test(`refuses an address ${when} before anything is changed`, () =>
      inWorld({ cloud: 'AZURE' }, async (world) => {
        world.deploy();
        const seen = await world.run(create(world, ip));
        assert.equal(errorOf(seen.stderr), stderr);
        assert.equal(seen.code, 1);
        assert.deepEqual(world.arm.endpoints(), []);
        assert.doesNotMatch(seen.stderr, /^declare/m);
      }));
  }

  test('refuses what is no IPv4 address, and one without a subnet', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      assert.match(
        (await world.run(create(world, 'fd00::1'))).stderr,
        /^error: invalid value "fd00::1" for --private-ip-address: not an IPv4 address$/m,
      );
      assert.match(
        (await world.run('create orders --private-ip-address 10.40.1.20')).stderr,
        /^error: --private-ip-address requires --subnet: a private endpoint is created in a subnet$/m,
      );
    }));

  test('is told where another resource has the address', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      world.arm.fail({
        method: 'PUT',
        code: 'PrivateIPAddressIsAllocated',
        message: 'IP address 10.40.1.20 is already allocated to resource nic.',
      });
      assert.equal(
        errorOf((await world.run(create(world, '10.40.1.20'))).stderr),
        `error: Azure refused to create the private endpoint: IP address 10.40.1.20 is already allocated to resource nic. (PrivateIPAddressIsAllocated)
hint: another resource has this address: choose another one with --private-ip-address
`,
      );
    }));

  test('is told where the endpoint exists with another address', () =>
    inWorld({ cloud: 'AZURE' }, async (world) => {
      world.deploy();
      assert.equal((await world.run(create(world, '10.40.1.20').replace('create', 'up'))).code, 0);
      const seen = await world.run(create(world, '10.40.1.21').replace('create', 'up'));
      assert.match(
        seen.stderr,
        /^warning: .* differs from the flags: --private-ip-address is 10\.40\.1\.20, not 10\.40\.1\.21; /m,
      );
    }));
});

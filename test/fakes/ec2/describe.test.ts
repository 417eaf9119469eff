import assert from 'node:assert/strict';
import {
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DescribeVpcEndpointsCommand,
  paginateDescribeVpcEndpoints,
  type Filter,
} from '@aws-sdk/client-ec2';
import { rejection, suite } from '../../harness/suite.ts';
import { serviceName, withEc2, type Bench } from './fixture.ts';

async function create({ client, wanted }: Bench, owner: string): Promise<string> {
  const TagSpecifications = [{ ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'owner', Value: owner }] }];
  const { VpcEndpoint } = await client.send(new CreateVpcEndpointCommand(wanted({ TagSpecifications })));
  return VpcEndpoint?.VpcEndpointId ?? '';
}

async function list({ client }: Pick<Bench, 'client'>, Filters: Filter[] = []): Promise<string[]> {
  const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ Filters }));
  return (VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId ?? '');
}

suite('DescribeVpcEndpoints', (test) => {
  test('filters by each thing that EC2 filters by', () =>
    withEc2(async (bench) => {
      const [ada, bob] = [await create(bench, 'ada'), await create(bench, 'bob')];
      bench.ec2.setState(bob, 'failed');
      const cases: [Filter, string[]][] = [
        [{ Name: 'service-name', Values: [serviceName] }, [ada, bob]],
        [{ Name: 'service-name', Values: ['x', 'y'] }, []],
        [{ Name: 'service-region', Values: ['us-east-1'] }, [ada, bob]],
        [{ Name: 'vpc-id', Values: [bench.seed.vpcId] }, [ada, bob]],
        [{ Name: 'vpc-endpoint-id', Values: [bob] }, [bob]],
        [{ Name: 'vpc-endpoint-state', Values: ['failed', 'rejected'] }, [bob]],
        [{ Name: 'vpc-endpoint-type', Values: ['Gateway'] }, []],
        [{ Name: 'ip-address-type', Values: ['ipv4'] }, [ada, bob]],
        [{ Name: 'tag:owner', Values: ['ada'] }, [ada]],
        [{ Name: 'tag:owner', Values: ['?d*'] }, [ada]],
        [{ Name: 'tag:owner', Values: ['\\*'] }, []],
        [{ Name: 'tag:Owner', Values: ['ada'] }, []],
        [{ Name: 'tag-key', Values: ['owner'] }, [ada, bob]],
      ];
      for (const [filter, expected] of cases)
        assert.deepEqual(await list(bench, [filter]), expected, JSON.stringify(filter));
      assert.deepEqual(await list(bench, [cases[0]?.[0] ?? {}, cases[8]?.[0] ?? {}]), [ada]);
    }));

  test('refuses a filter that it does not know, even where nothing could match', () =>
    withEc2(async (bench) => {
      const error = await rejection(list(bench, [{ Name: 'service', Values: ['x'] }]));
      assert.deepEqual([error.name, error.message], ['InvalidParameterValue', "The filter 'service' is invalid"]);
    }));

  test('names the first id that is unknown or malformed', () =>
    withEc2(async (bench) => {
      const id = await create(bench, 'ada');
      const describe = (ids: string[]): Promise<Error> =>
        rejection(bench.client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ids })));
      const unknown = await describe([id, 'vpce-0abc']);
      assert.deepEqual(
        [unknown.name, unknown.message],
        ['InvalidVpcEndpointId.NotFound', "The Vpc Endpoint Id 'vpce-0abc' does not exist"],
      );
      assert.equal((await describe(['vpce_1'])).name, 'InvalidVpcEndpointId.Malformed');
    }));

  test('pages, and refuses a token that is not its own', () =>
    withEc2(async (bench) => {
      const ids = [await create(bench, 'a'), await create(bench, 'b'), await create(bench, 'c')];
      const pages: (string | undefined)[][] = [];
      for await (const page of paginateDescribeVpcEndpoints({ client: bench.client, pageSize: 2 }, {})) {
        pages.push((page.VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId));
      }
      assert.deepEqual(pages, [ids.slice(0, 2), ids.slice(2)]);
      const error = await rejection(bench.client.send(new DescribeVpcEndpointsCommand({ NextToken: 'x' })));
      assert.equal(error.name, 'InvalidNextToken');
    }));

  test('does not know a new endpoint yet when asked so, by id or in a list', () =>
    withEc2(async (bench) => {
      const old = await create(bench, 'old');
      bench.ec2.hideNew(2);
      const id = await create(bench, 'new');
      assert.deepEqual(await list(bench), [old]);
      const byId = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
      assert.equal((await rejection(bench.client.send(byId))).name, 'InvalidVpcEndpointId.NotFound');
      assert.deepEqual(await list(bench), [old, id]);
    }));

  test('shows a region nothing of another', () =>
    withEc2(async (bench) => {
      const id = await create(bench, 'ada');
      assert.deepEqual(await list({ client: bench.connect('eu-west-1') }), []);
      assert.deepEqual(await list(bench), [id]);
    }));
});

suite('CreateTags', (test) => {
  test('adds and replaces', () =>
    withEc2(async (bench) => {
      const id = await create(bench, 'ada');
      const Tags = [
        { Key: 'owner', Value: 'bob' },
        { Key: 'more', Value: '' },
      ];
      await bench.client.send(new CreateTagsCommand({ Resources: [id], Tags }));
      assert.deepEqual(bench.ec2.endpoint(id)?.tags, { owner: 'bob', more: '' });
    }));

  test('refuses what does not exist, and then tags nothing', () =>
    withEc2(async (bench) => {
      const id = await create(bench, 'ada');
      const put = (other: string): Promise<Error> =>
        rejection(
          bench.client.send(new CreateTagsCommand({ Resources: [id, other], Tags: [{ Key: 'k', Value: 'v' }] })),
        );
      assert.equal((await put('vpce-0abc')).name, 'InvalidVpcEndpointId.NotFound');
      assert.equal((await put('nonsense')).name, 'InvalidID');
      assert.deepEqual(bench.ec2.endpoint(id)?.tags, { owner: 'ada' });
    }));
});

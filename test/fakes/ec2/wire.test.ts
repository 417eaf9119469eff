import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { serviceName, withEc2, type Bench } from './fixture.ts';

const scope =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260901/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0';

interface Reply {
  readonly status: number;
  readonly type: string | null;
  /** The body with the request's id, which is new each time, taken out. */
  readonly xml: string;
}

async function post(
  { ec2 }: Pick<Bench, 'ec2'>,
  body: string,
  headers: Record<string, string> = { authorization: scope },
): Promise<Reply> {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const reply = await fetch(ec2.url, { method: 'POST', body, headers: { ...form, ...headers } });
  const xml = (await reply.text()).replace(/(<requestId>|<RequestID>)[0-9a-f-]{36}</, '$1ID<');
  return { status: reply.status, type: reply.headers.get('content-type'), xml };
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

suite('on the wire', (test) => {
  test('an answer is XML in the namespace of the API version', () =>
    withEc2(async (bench) => {
      const reply = await post(bench, 'Action=DeleteVpcEndpoints&Version=2016-11-15&VpcEndpointId.1=vpce-0abc');
      assert.deepEqual(reply, {
        status: 200,
        type: 'text/xml;charset=UTF-8',
        xml:
          `${head}<DeleteVpcEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>ID</requestId><unsuccessful><item>` +
          `<error><code>InvalidVpcEndpoint.NotFound</code><message>The Vpc Endpoint Id 'vpce-0abc' does not exist</message></error>` +
          `<resourceId>vpce-0abc</resourceId></item></unsuccessful></DeleteVpcEndpointsResponse>`,
      });
    }));

  test('an error is XML of its own form, without a namespace', () =>
    withEc2(async (bench) => {
      const reply = await post(bench, 'Action=DescribeVpcEndpoints&VpcEndpointId.1=vpce-0abc');
      assert.equal(reply.status, 400);
      assert.equal(
        reply.xml,
        `${head}<Response><Errors><Error><Code>InvalidVpcEndpointId.NotFound</Code><Message>The Vpc Endpoint Id 'vpce-0abc' does not exist</Message>` +
          `</Error></Errors><RequestID>ID</RequestID></Response>`,
      );
    }));

  test('states are in lower case, and what XML forbids is escaped', () =>
    withEc2(async (bench) => {
      const { seed, clock } = bench;
      const tag =
        'TagSpecification.1.ResourceType=vpc-endpoint&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=%3Ca%26b%3E';
      const made = await post(
        bench,
        `Action=CreateVpcEndpoint&VpcEndpointType=Interface&VpcId=${seed.vpcId}&ServiceName=${serviceName}&SubnetId.1=${seed.subnets.a}&${tag}`,
      );
      assert.match(made.xml, /<state>pending<\/state>/);
      assert.match(made.xml, /<tagSet><item><key>k<\/key><value>&lt;a&amp;b&gt;<\/value><\/item><\/tagSet>/);
      clock.pass(100);
      const listed = await post(
        bench,
        'Action=DescribeVpcEndpoints&Filter.1.Name=vpc-endpoint-state&Filter.1.Value.1=pendingAcceptance',
      );
      assert.match(listed.xml, /<vpcEndpointSet><item>.*<state>pendingAcceptance<\/state>/);
      assert.match(listed.xml, /<routeTableIdSet><\/routeTableIdSet>/);
    }));

  test('a refusal has the HTTP status of its kind', () =>
    withEc2(async (bench) => {
      bench.ec2.fail({ action: 'DescribeVpcs', code: 'UnauthorizedOperation' });
      bench.ec2.fail({ action: 'DescribeVpcs', code: 'RequestLimitExceeded' });
      bench.ec2.fail({ action: 'DescribeVpcs', code: 'Unavailable', status: 502 });
      const statuses = [
        await post(bench, 'Action=DescribeVpcs'),
        await post(bench, 'Action=DescribeVpcs'),
        await post(bench, 'Action=DescribeVpcs'),
        await post(bench, 'Action=DescribeVpcs&DryRun=true'),
      ].map(({ status }) => status);
      assert.deepEqual(statuses, [403, 503, 502, 412]);
    }));

  test('a request that is not signed for EC2 is refused with 401', () =>
    withEc2(async (bench) => {
      const unsigned = [{}, { authorization: 'Basic x' }, { authorization: scope.replace('/ec2/', '/sts/') }];
      for (const headers of unsigned) {
        const reply = await post(bench, 'Action=DescribeVpcs', headers);
        assert.equal(reply.status, 401);
        assert.match(
          reply.xml,
          /<Code>AuthFailure<\/Code><Message>AWS was not able to validate the provided access credentials</,
        );
      }
      assert.deepEqual(
        bench.ec2.requests().map(({ region }) => region),
        ['', '', ''],
      );
    }));

  test('the region is that of the signature', () =>
    withEc2(async (bench) => {
      assert.match((await post(bench, 'Action=DescribeVpcs')).xml, /<vpcSet><item>/);
      const reply = await post(bench, 'Action=DescribeVpcs', {
        authorization: scope.replace('us-east-1', 'eu-west-1'),
      });
      assert.match(reply.xml, /<vpcSet><\/vpcSet>/);
    }));

  test('an unknown action, parameter or value is refused rather than ignored', () =>
    withEc2(async (bench) => {
      const codes: (string | undefined)[] = [];
      for (const body of [
        '',
        'Action=DescribeRegions',
        'Action=DescribeVpcs&Bogus=1',
        'Action=DescribeVpcs&DryRun=maybe',
        'Action=DescribeVpcs&MaxResults=1',
        'Action=DescribeVpcs&MaxResults=many',
        'Action=DescribeVpcs&Filter.1.Value.1=x',
        'Action=DeleteVpcEndpoints',
      ]) {
        codes.push(/<Code>(.*)<\/Code>/.exec((await post(bench, body)).xml)?.[1]);
      }
      assert.deepEqual(codes, [
        'MissingAction',
        'InvalidAction',
        'UnknownParameter',
        'InvalidParameterValue',
        'InvalidParameterValue',
        'InvalidParameterValue',
        'MissingParameter',
        'MissingParameter',
      ]);
    }));

  test('lists are read in the order of their numbers', () =>
    withEc2(async (bench) => {
      const ids = Array.from({ length: 11 }, (_, n) => `VpcEndpointId.${n + 1}=vpce-${n + 1}`);
      const reply = await post(bench, `Action=DeleteVpcEndpoints&${ids.toReversed().join('&')}`);
      assert.deepEqual(
        [...reply.xml.matchAll(/<resourceId>vpce-(\d+)/g)].map((found) => Number(found[1])),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      );
    }));
});

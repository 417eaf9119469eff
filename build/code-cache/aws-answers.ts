/** What AWS answers in the warm-up, to the requests of `create` with a subnet: XML by the action that is asked for. */
import type { Answer } from './stand-in-http.ts';

const account = '123456789012';
const vpc = 'vpc-0123456789abcdef0';
const group = 'sg-0123456789abcdef0';
const endpoint = 'vpce-0123456789abcdef1';

/** The subnet in which there is room for an endpoint. */
export const subnet = 'subnet-0123456789abcdef0';
/** The service that Atlas has made. */
export const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1';

const tag = (key: string, value: string): string => `<item><key>${key}</key><value>${value}</value></item>`;
const everything = `<item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>10.20.0.0/16</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item>`;

const endpointXml = `<vpcEndpointId>${endpoint}</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>${vpc}</vpcId>
<serviceName>${service}</serviceName><state>pending</state><subnetIdSet><item>${subnet}</item></subnetIdSet>
<groupSet><item><groupId>${group}</groupId><groupName>default</groupName></item></groupSet><ipAddressType>ipv4</ipAddressType>
<privateDnsEnabled>false</privateDnsEnabled><creationTimestamp>2026-01-01T00:00:00.000Z</creationTimestamp>
<tagSet>${tag('kubectl-atlas-pe/uid', 'uid-of-store')}${tag('kubectl-atlas-pe/endpoint', 'store-pe')}</tagSet><ownerId>${account}</ownerId>`;

/** What stands in an answer of EC2, by the action. */
const answers: Readonly<Record<string, string>> = {
  DescribeSubnets: `<subnetSet><item><subnetId>${subnet}</subnetId><state>available</state><vpcId>${vpc}</vpcId>
<cidrBlock>10.20.1.0/24</cidrBlock><availableIpAddressCount>249</availableIpAddressCount><availabilityZone>us-east-1a</availabilityZone>
<availabilityZoneId>use1-az1</availabilityZoneId><ownerId>${account}</ownerId><tagSet>${tag('Name', 'private')}</tagSet></item></subnetSet>`,
  DescribeSecurityGroups: `<securityGroupInfo><item><ownerId>${account}</ownerId><groupId>${group}</groupId><groupName>default</groupName>
<vpcId>${vpc}</vpcId><ipPermissions>${everything}</ipPermissions><ipPermissionsEgress>${everything}</ipPermissionsEgress></item></securityGroupInfo>`,
  DescribeVpcs: `<vpcSet><item><vpcId>${vpc}</vpcId><ownerId>${account}</ownerId><state>available</state><cidrBlock>10.20.0.0/16</cidrBlock>
<cidrBlockAssociationSet><item><cidrBlock>10.20.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item></cidrBlockAssociationSet></item></vpcSet>`,
  DescribeVpcAttribute: `<vpcId>${vpc}</vpcId><enableDnsSupport><value>true</value></enableDnsSupport>`,
  DescribeVpcEndpointServices: `<serviceDetailSet><item><serviceName>${service}</serviceName><serviceType><item><serviceType>Interface</serviceType></item></serviceType>
<availabilityZoneSet><item>us-east-1a</item></availabilityZoneSet><owner>210987654321</owner><acceptanceRequired>true</acceptanceRequired>
<supportedIpAddressTypeSet><item>ipv4</item></supportedIpAddressTypeSet></item></serviceDetailSet>`,
  CreateVpcEndpoint: `<vpcEndpoint>${endpointXml}</vpcEndpoint>`,
};

const ofEc2 = (action: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId>${content}</${action}Response>`;

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/warm-up</Arn>
<UserId>AKIAWARMUP0000000000</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** Answers the bodies of requests to STS and EC2. The endpoint is there once it has been asked for. */
export function startAws(): (body: string) => Answer {
  let created = false;
  return (body) => {
    const action = new URLSearchParams(body).get('Action') ?? '';
    if (action === 'GetCallerIdentity') return { status: 200, type: 'text/xml', body: identity };
    created ||= action === 'CreateVpcEndpoint';
    const content =
      action === 'DescribeVpcEndpoints'
        ? `<vpcEndpointSet>${created ? `<item>${endpointXml}</item>` : ''}</vpcEndpointSet>`
        : answers[action];
    if (content === undefined) throw new Error(`the warm-up has no answer of EC2 to ${body}`);
    return { status: 200, type: 'text/xml', body: ofEc2(action, content) };
  };
}

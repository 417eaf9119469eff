import assert from 'node:assert/strict';
import type { IpPermission } from '@aws-sdk/client-ec2';
import { letsAtlasIn } from '../../../src/cloud/aws/account/reachability.ts';
import { suite } from '../../harness/suite.ts';

const cidrs = ['10.20.0.0/16', '100.64.0.0/16'];
const tcp = (from: number, to: number, source: Partial<IpPermission>): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  ...source,
});
const addresses = (...list: string[]): Partial<IpPermission> => ({ IpRanges: list.map((CidrIp) => ({ CidrIp })) });
const members = (GroupId: string): Partial<IpPermission> => ({ UserIdGroupPairs: [{ GroupId }] });

function lets(...rules: IpPermission[]): boolean {
  return letsAtlasIn([{ GroupId: 'sg-1', IpPermissions: rules }], cidrs, false);
}

suite("a security group's rules", (test) => {
  test('that let Atlas in: the whole range, from the VPC or a part or more of it, or from another group', () => {
    assert.equal(lets(tcp(1024, 65535, addresses('10.20.0.0/16'))), true);
    assert.equal(lets(tcp(0, 65535, addresses('0.0.0.0/0'))), true);
    assert.equal(lets(tcp(1024, 65535, addresses('100.64.3.0/24'))), true);
    assert.equal(lets({ IpProtocol: '-1', ...members('sg-2') }), true);
    assert.equal(lets(tcp(1024, 65535, { PrefixListIds: [{ PrefixListId: 'pl-1' }] })), true);
  });

  test('that do so together, over several rules and groups', () => {
    const half = tcp(30_000, 65535, addresses('10.20.1.0/24'));
    assert.equal(lets(half, tcp(1000, 29_999, members('sg-2'))), true);
    const other = { GroupId: 'sg-3', IpPermissions: [tcp(1024, 40_000, members('sg-2'))] };
    assert.equal(letsAtlasIn([{ GroupId: 'sg-1', IpPermissions: [half] }, other], cidrs, false), true);
  });

  test('that do not: too few ports, a gap, another protocol, somebody else, only its own members', () => {
    assert.equal(lets(), false);
    assert.equal(lets(tcp(27_017, 27_017, addresses('0.0.0.0/0'))), false);
    assert.equal(lets(tcp(1024, 2000, addresses('0.0.0.0/0')), tcp(2002, 65535, addresses('0.0.0.0/0'))), false);
    assert.equal(lets({ ...tcp(1024, 65535, addresses('0.0.0.0/0')), IpProtocol: 'udp' }), false);
    assert.equal(lets(tcp(1024, 65535, addresses('192.168.0.0/16'))), false);
    assert.equal(lets({ IpProtocol: '-1', ...members('sg-1') }), false);
    const own = { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', ...members('sg-1') }] };
    assert.equal(letsAtlasIn([own], cidrs, true), true, 'which do count for a group that a person names');
  });
});

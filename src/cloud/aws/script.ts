import { type ScriptCommand, type ScriptProgram, markerOf, withVariables } from '../../core/script/script.ts';
import type { FlagValues } from '../flags/flag.ts';
import type { CloudScript } from '../facts.ts';
import type { AwsAttachment } from './attachment.ts';
import { cliScope } from './command.ts';
import { parsePlacement } from './placement.ts';
import { tagsOf } from './tags.ts';

/** The commands of the AWS CLI. What is asked for is what `account/create.ts` asks for, without its token, which a person does not need. */
export const awsScript: CloudScript = {
  create({ owner, service, network, flags }, into, read) {
    const placement = parsePlacement(flags);
    if (placement === undefined) throw new Error('asked for the commands of an endpoint without a placement');
    const { subnetIds, securityGroupIds, addressType, tags } = placement;
    const words = [
      '--vpc-endpoint-type',
      'Interface',
      '--service-name',
      service.known ?? markerOf('service'),
      '--vpc-id',
      placement.vpcId ?? network ?? '',
      '--subnet-ids',
      ...subnetIds,
      ...(securityGroupIds.length === 0 ? [] : ['--security-group-ids', ...securityGroupIds]),
      ...(addressType === undefined ? [] : ['--ip-address-type', addressType]),
      '--no-private-dns-enabled',
      '--tag-specifications',
      JSON.stringify([{ ResourceType: 'vpc-endpoint', Tags: tagsOf(owner, tags) }]),
    ];
    return [
      ...(service.known === undefined ? [read(service.output, 'service')] : []),
      { run: ec2('create-vpc-endpoint', flags, [...words, ...printing('VpcEndpoint.VpcEndpointId')]), into },
    ];
  },
  attachment: ({ id }) => ({ cloud: 'AWS', id }) satisfies AwsAttachment,
  awaitLinkable: ({ id, flags }) => [
    stateOf(id, flags, {
      until: ['pendingAcceptance', 'PendingAcceptance', 'available', 'Available', 'partial', 'Partial'],
      never: [
        'rejected',
        'Rejected',
        'failed',
        'Failed',
        'expired',
        'Expired',
        'deleting',
        'Deleting',
        'deleted',
        'Deleted',
      ],
    }),
  ],
  remove: ({ id }, flags) => [
    {
      run: ec2('delete-vpc-endpoints', flags, ['--vpc-endpoint-ids', id, ...printing('Unsuccessful[0].Error.Message')]),
      into: 'refused',
    },
    // The AWS CLI succeeds even where EC2 refuses to delete.
    { expect: 'refused', value: 'None' },
  ],
  // None is what the AWS CLI prints of an empty list.
  awaitGone: ({ id }, flags) => [stateOf(id, flags, { until: ['None', 'deleted', 'Deleted'], never: [] })],
};

/** Asks for the state by a filter: an endpoint that EC2 does not show yet, or no more, is no error then. */
function stateOf(
  id: string,
  flags: FlagValues,
  ends: { readonly until: readonly string[]; readonly never: readonly string[] },
): ScriptCommand {
  const words = ['--filters', `Name=vpc-endpoint-id,Values=${id}`, ...printing('VpcEndpoints[0].State')];
  return { poll: ec2('describe-vpc-endpoints', flags, words), ...ends };
}

function printing(query: string): readonly string[] {
  return ['--query', query, '--output', 'text'];
}

function ec2(operation: string, flags: FlagValues, words: readonly string[]): ScriptProgram {
  const scope = Object.entries(cliScope(flags)).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return { shell: ['aws', 'ec2', operation, ...scope, ...words].map(withVariables) };
}

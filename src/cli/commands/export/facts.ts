import { engineNames } from '../../../engines/names.ts';
import { text } from '../../args/flag.ts';
import { flags, general, endpointFlag, outputFlag } from '../../args/flag-groups.ts';
import { required } from '../../args/positional.ts';
import { PROGRAM } from '../../program.ts';
import { type ArgumentsOf, verbFacts } from '../../verb.ts';

export const formats = ['yaml', 'json'] as const;

export const exportingFacts = verbFacts(() => ({
  positional: { source: required('SOURCE') },
  description: 'Print what declares an endpoint as a manifest, for Git or for a tool',
  examples: [
    [`${PROGRAM} export ape/orders-us-east-1`, 'The manifest as it would be kept in Git'],
    [`${PROGRAM} export ap/shop --endpoint AWS/US_EAST_1`, 'An AtlasPrivateEndpoint instead of the item of a project'],
    [`${PROGRAM} export orders --cloud-as terraform`, 'The cloud endpoint, for Terraform to take over'],
  ],
  flags: {
    ...endpointFlag,
    'cloud-as': text(
      general,
      'Print the cloud endpoint as a manifest for a tool to take it over: terraform, ack, aso, crossplane or config-connector',
      { value: 'TOOL', completes: engineNames },
    ),
    ...outputFlag(formats),
    ...flags.account,
  },
}));

export type ExportArguments = ArgumentsOf<typeof exportingFacts>;

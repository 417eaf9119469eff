import type { Word } from '../../core/next-command.ts';
import { type AttachmentFlag, type CloudFlags, type FlagValues, type ValuesOf, valuesOf } from '../flags/flag.ts';
import type { CloudOnCommandLine } from '../flags/on-command-line.ts';
import { LEGACY_END } from './service.ts';

/** The flags that place a forwarding rule with its address, and choose the project. */
export const gcpFlags = {
  subnetwork: {
    kind: 'text',
    description:
      "Take the endpoint's address from this subnetwork, a self link or a name in --gcp-project and the service's region",
    use: 'placement',
    regions: 'each',
    nodes: 'chosen',
    listed: 'subnetwork',
  },
  network: {
    kind: 'text',
    description: "Create the forwarding rules in this VPC network, a name or a self link, instead of the subnetwork's",
    use: 'placement',
    nodes: 'chosen',
  },
  'no-global-access': {
    kind: 'switch',
    description: "Let clients connect from the service's own region only, instead of from all regions of the network",
    use: 'placement',
    nodes: 'given',
  },
  'legacy-until': {
    kind: 'text',
    description: `Reserve a service without port mapping, by giving the date on which Atlas retires those, ${LEGACY_END}`,
    use: 'placement',
    nodes: 'given',
    completes: [LEGACY_END],
  },
  'gcp-project': {
    kind: 'text',
    description: "Use this project for the forwarding rules instead of the subnetwork's, or the one that gcloud uses",
    use: 'account',
  },
} as const satisfies CloudFlags;

/** The flags that place an endpoint, as hints show them. */
export const placementHint: readonly Word[] = [
  '--subnetwork',
  { placeholder: 'SUBNETWORK' },
  { placeholder: '[--gcp-project PROJECT]' },
];

/** What was given of them. */
export function readFlags(given: FlagValues): ValuesOf<typeof gcpFlags> {
  return valuesOf(gcpFlags, given);
}

/** What Atlas has to be told beside the id, where the rule is not looked at. */
const attachmentFlags = {
  ip: {
    description: 'Tell Atlas this private address of the endpoint that --id names',
    unseenHint: 'Atlas needs the address of the forwarding rule, which is otherwise read from the cloud',
  },
  'gcp-project': {
    description: gcpFlags['gcp-project'].description,
    unseenHint: 'Atlas needs the project of the forwarding rule',
  },
} as const satisfies Readonly<Record<string, AttachmentFlag>>;

/** What command lines say of Google Cloud. */
export const gcpOnCommandLine = {
  kind: 'GCP',
  name: 'Google Cloud',
  flags: gcpFlags,
  attachmentFlags,
} as const satisfies CloudOnCommandLine<'GCP'>;

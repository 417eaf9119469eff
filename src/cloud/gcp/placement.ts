import { UserError } from '../../core/errors.ts';
import { type FlagValues, TAG_FLAG, listIn } from '../flags/flag.ts';
import type { Placement } from '../placement.ts';
import { parseTag } from '../tags.ts';
import { readFlags } from './flags.ts';
import { type Labels, labelLimits } from './labels.ts';
import { networkWords, partOfName, projectId, relativeName, resourceName } from './names.ts';
import { LEGACY_END } from './service.ts';

/** Where a forwarding rule and its address go. */
export interface GcpPlacement extends Placement {
  readonly cloud: 'GCP';
  /** A name from `projects/` on, or a bare name. */
  readonly subnetwork: string;
  /** The network's name from `projects/` on, or a bare name; undefined where the subnetwork has to tell. */
  readonly networkLink: string | undefined;
  /** Whether clients of all regions of the network may connect. */
  readonly globalAccess: boolean;
  readonly labels: Labels;
}

/** @throws UserError for what can be no project's id */
function checkProject(project: string): void {
  if (projectId.test(project)) return;
  throw new UserError(`invalid value "${project}" for --gcp-project: not a project id`, {
    hint: 'it is the id, not the name or the number: list them with: gcloud projects list',
  });
}

/** @throws UserError for another date than the one on which Atlas ends such services */
function checkLegacy(date: string): void {
  if (date === LEGACY_END) return;
  throw new UserError(`invalid value "${date}" for --legacy-until: not ${LEGACY_END}`, {
    hint: `a service without port mapping stops working on ${LEGACY_END}: give that date to confirm that you know this, or omit the flag to use port mapping`,
  });
}

const subnetworkForm = 'projects/PROJECT/regions/REGION/subnetworks/NAME';

/** @throws UserError for what is neither a name nor the link of such a thing */
function checkLink(flag: 'subnetwork' | 'network', text: string, form: RegExp, example: string): string {
  const name = relativeName(text);
  if (resourceName.test(name) || form.test(name)) return name;
  throw new UserError(`invalid value "${text}" for --${flag}: not a ${flag}`, {
    hint: `it is a name, or a link like ${example}; list them with: gcloud compute networks ${flag === 'network' ? 'list' : 'subnets list'} --uri`,
  });
}

/** @throws UserError for what cannot be the name of a group of forwarding rules */
export function checkEndpointId(id: string): void {
  if (resourceName.test(id)) return;
  const hint = id.includes('/')
    ? `give its name alone: ${id.slice(id.lastIndexOf('/') + 1)}`
    : 'it is the name of a forwarding rule; omit it to have the rule looked up by label, then by its service attachment';
  throw new UserError(`invalid value "${id}" for --id: not the name of a forwarding rule`, { hint });
}

/**
 * The placement that the flags describe; undefined when they describe none.
 * @throws UserError for a malformed name, date or label, or when the subnetwork is missing
 */
export function parsePlacement(flags: FlagValues): GcpPlacement | undefined {
  const labels: Labels = Object.fromEntries(listIn(flags, TAG_FLAG).map((tag) => parseTag(tag, labelLimits)));
  const given = readFlags(flags);
  const { 'gcp-project': project, 'legacy-until': legacy } = given;
  if (project !== undefined) checkProject(project);
  if (legacy !== undefined) checkLegacy(legacy);
  if (given.subnetwork === undefined) {
    if (given.network === undefined && !given['no-global-access']) return undefined;
    throw new UserError(
      `--${given.network === undefined ? 'no-global-access' : 'network'} requires --subnetwork: an endpoint has its address in a subnetwork`,
      {
        hint: `it looks like --subnetwork ${subnetworkForm}; list them with: gcloud compute networks subnets list --uri`,
      },
    );
  }
  const form = /^projects\/[^/]+\/regions\/[^/]+\/subnetworks\/[^/]+$/;
  const subnetwork = checkLink('subnetwork', given.subnetwork, form, subnetworkForm);
  const network =
    given.network === undefined
      ? undefined
      : checkLink(
          'network',
          given.network,
          /^projects\/[^/]+\/global\/networks\/[^/]+$/,
          'projects/PROJECT/global/networks/NAME',
        );
  return {
    cloud: 'GCP',
    subnetwork,
    networkLink: network,
    network: network?.includes('/') === true ? networkWords(network) : undefined,
    globalAccess: !given['no-global-access'],
    labels,
  };
}

/** The project that a subnetwork's link names; undefined for a bare name. */
export function projectOfSubnetwork({ subnetwork }: GcpPlacement): string | undefined {
  return partOfName(subnetwork, 'projects');
}

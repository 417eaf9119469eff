import { UserError } from '../../../core/errors.ts';
import type { ScriptedEndpoint } from '../../facts.ts';
import { readFlags } from '../flags.ts';
import { type Place, nameIn, namedNetwork, partOfName } from '../names.ts';
import { type GcpPlacement, parsePlacement, projectOfSubnetwork } from '../placement.ts';
import { ownRegion } from '../region.ts';
import { regionOfService } from '../service.ts';

/** Where an endpoint is made, with whole names. */
export interface ScriptedPlacement extends Place {
  readonly placement: GcpPlacement;
  readonly subnetwork: string;
  readonly network: string;
}

/** Where an endpoint is made. @throws UserError where only gcloud's own settings say the project */
export function placementOf(endpoint: ScriptedEndpoint): ScriptedPlacement {
  const placement = parsePlacement(endpoint.flags);
  if (placement === undefined) throw new Error('asked for the commands of an endpoint without a placement');
  const place = placeOf(endpoint);
  const { subnetwork: given } = placement;
  const subnetwork = given.includes('/') ? given : nameIn(place, 'subnetworks', given);
  return { ...place, placement, subnetwork, network: networkOf(placement, subnetwork, endpoint.network) };
}

/** @param found in words, as the account says it, which has looked at the subnetwork */
function networkOf({ networkLink }: GcpPlacement, subnetwork: string, found = ''): string {
  if (networkLink?.includes('/') === true) return networkLink;
  if (networkLink !== undefined) return `projects/${partOfName(subnetwork, 'projects')}/global/networks/${networkLink}`;
  const network = namedNetwork(found);
  if (network === undefined) throw new Error('asked for the commands of an endpoint whose network is not known');
  return network;
}

/** Where the rules are. @throws UserError where only gcloud's own settings say the project: they may be others when the script runs */
export function placeOf({ flags, region: atlasRegion = '', service }: ScriptedEndpoint): Place {
  const placement = parsePlacement(flags);
  const placed = placement === undefined ? undefined : projectOfSubnetwork(placement);
  const project = readFlags(flags)['gcp-project'] ?? placed;
  if (project === undefined)
    throw new UserError('--print-commands has to know the Google Cloud project, and no flag names it', {
      hint: 'give --gcp-project PROJECT',
    });
  const region = regionOfService(service.known ?? '') ?? ownRegion(atlasRegion);
  if (region === undefined) throw new Error('asked for the commands of an endpoint whose region is not known');
  return { project, region };
}

import { UserError } from '../../../core/errors.ts';
import { listSubnetworks } from '../command.ts';
import { type Place, lastPart, nameIn, networkWords, partOfName, relativeName } from '../names.ts';
import type { GcpPlacement } from '../placement.ts';
import type { Compute } from './compute.ts';
import { isForbidden } from './errors.ts';

/** A placement whose names are whole. */
export interface CheckedPlacement {
  readonly subnetwork: string;
  readonly network: string;
}

/** What it takes to check a placement. */
export interface Check {
  readonly compute: Compute;
  readonly placement: GcpPlacement;
  /** Where the endpoint is to be: the project may be another one than the subnetwork's. */
  readonly place: Place;
  readonly warn: (text: string) => void;
}

/**
 * Looks at the subnetwork before anything is changed: what Google Cloud would refuse after the reservation is refused here. Who may not
 * look at it, and says which network it is of, goes on unchecked.
 * @throws UserError for an unknown subnetwork, or one of another region, network or purpose
 */
export async function checkPlacement({ compute, placement, place, warn }: Check): Promise<CheckedPlacement> {
  const subnetwork = placement.subnetwork.includes('/')
    ? placement.subnetwork
    : nameIn(place, 'subnetworks', placement.subnetwork);
  const region = partOfName(subnetwork, 'regions');
  if (region !== place.region) {
    throw new UserError(`the subnetwork ${lastPart(subnetwork)} is in ${region}, and the service in ${place.region}`, {
      hint: `an endpoint is in the region of its service: choose a subnetwork of ${place.region}; clients in all regions of the network can reach it`,
    });
  }
  const named = namedNetwork(placement, subnetwork);
  const network = await networkOf(compute, subnetwork, named).catch((error: unknown) => {
    if (named === undefined || !isForbidden(error)) throw error;
    warn(`cannot check the subnetwork: ${error instanceof Error ? error.message : String(error)}`);
    return named;
  });
  return { subnetwork, network };
}

/** The network that the person names: a bare one is in the subnetwork's project. */
function namedNetwork({ networkLink }: GcpPlacement, subnetwork: string): string | undefined {
  if (networkLink === undefined || networkLink.includes('/')) return networkLink;
  return `projects/${partOfName(subnetwork, 'projects')}/global/networks/${networkLink}`;
}

async function networkOf(compute: Compute, subnetwork: string, named: string | undefined): Promise<string> {
  const found = await compute.subnetwork(subnetwork);
  const [name, project, region] = [
    lastPart(subnetwork),
    partOfName(subnetwork, 'projects') ?? '',
    partOfName(subnetwork, 'regions') ?? '',
  ];
  if (found === undefined) {
    throw new UserError(`the project ${project} has no subnetwork ${name} in ${region}`, {
      hint: ['list them with: ', listSubnetworks({ project, region })],
    });
  }
  const network = relativeName(found.network);
  if (found.purpose !== undefined && found.purpose !== 'PRIVATE') {
    throw new UserError(`the subnetwork ${name} is for ${found.purpose}: no endpoint can have its address in it`, {
      hint: ['choose another one: ', listSubnetworks({ project, region }, ['--filter', 'purpose=PRIVATE'])],
    });
  }
  if (named !== undefined && named !== network) {
    throw new UserError(
      `the subnetwork ${name} is of the ${networkWords(network)}, not of the ${networkWords(named)}`,
      {
        hint: 'omit --network: the subnetwork determines it',
      },
    );
  }
  return network;
}

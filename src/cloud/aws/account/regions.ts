import type { CloudSettings, SurveyedEndpoint } from '../../provider.ts';
import { UserError } from '../../../core/errors.ts';
import { placementText } from '../../placement.ts';
import { placementHint, readFlags } from '../flags.ts';
import { regionOfAtlas, regionOfService } from '../region.ts';
import type { AwsSession } from './identity/session.ts';

/** Determines the region for a request: the one that the user names, else that of the service, of the source, or the account's default. */
export class Regions {
  readonly #settings: CloudSettings;
  readonly #named: string | undefined;
  readonly #session: AwsSession;
  /** The region in which an endpoint was seen or created, by its id. */
  readonly #homes = new Map<string, string>();

  constructor(settings: CloudSettings, session: AwsSession) {
    this.#settings = settings;
    this.#named = readFlags(settings.flags).region;
    this.#session = session;
  }

  /** The region that the user or else the source names, if either does. */
  get named(): string | undefined {
    const { atlasRegion } = this.#settings;
    return this.#named ?? (atlasRegion === undefined ? undefined : regionOfAtlas(atlasRegion));
  }

  /** The region of a service's endpoint. @throws UserError if neither a flag nor the service's name determines it */
  ofService(service: string): string {
    const region = this.#named ?? regionOfService(service);
    if (region !== undefined) return region;
    throw new UserError(`cannot read the region from the service name ${service}`, { hint: 'give it with --region' });
  }

  /** The service's own region, if the endpoint is in another one: by default EC2 assumes the endpoint's. */
  remoteHome(service: string): string | undefined {
    const home = regionOfService(service);
    return home === undefined || home === this.ofService(service) ? undefined : home;
  }

  /** The region if there is no service to determine it. @throws UserError if nothing else does */
  async whereToLook(): Promise<string> {
    const region = this.named ?? (await this.#session.defaultRegion());
    if (region !== undefined) return region;
    throw new UserError('the AWS region is not known', {
      hint: 'give it with --region, such as --region us-east-1, or set AWS_REGION',
    });
  }

  /** Remembers where an endpoint was seen. */
  saw(id: string, region: string): void {
    this.#homes.set(id, region);
  }

  /** Where an endpoint was seen; undefined for one that was not. */
  seen(id: string): string | undefined {
    return this.#homes.get(id);
  }

  /** The region of an endpoint. @param service empty if unknown @throws UserError if nothing determines the region */
  async ofEndpoint(id: string, service: string): Promise<string> {
    return this.seen(id) ?? (service === '' ? this.whereToLook() : this.ofService(service));
  }

  /** Where an endpoint is that is looked at among others, each of which may be in a region of its own. */
  async ofSurveyed({ service, atlasRegion }: SurveyedEndpoint): Promise<string> {
    const told = this.#named ?? regionOfService(service);
    return told ?? (atlasRegion === undefined ? this.whereToLook() : regionOfAtlas(atlasRegion));
  }

  /**
   * Checks that the nodes are in the region of the endpoint.
   * @throws UserError if they are in another region than a flag, the service or the source determines
   */
  checkNodes(region: string, service: string | undefined): void {
    const home = service === undefined ? undefined : regionOfService(service);
    const expected = this.#named ?? home ?? this.named ?? region;
    if (expected === region) return;
    throw new UserError(`the nodes are in ${region}, but the endpoint would be in ${expected}`, {
      hint: `give a place in ${expected} yourself: ${placementText(placementHint)}`,
    });
  }
}

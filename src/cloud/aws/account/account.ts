import type { CloudCheck, CloudProvider, CloudSettings, SurveyedEndpoint } from '../../provider.ts';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import type { CloudEndpoint, Owner } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { distinct } from '../../account/account-text.ts';
import { messageOf } from '../../account/errors.ts';
import { Deletions } from '../../account/deletions.ts';
import type { FlagValues } from '../../flags/flag.ts';
import type { ClusterNode, NodePlacement, PlaceOptions, PlaceQuery } from '../../placement.ts';
import { parseAddressType } from '../address-type.ts';
import { readFlags } from '../flags.ts';
import type { AwsPlacement } from '../placement.ts';
import { regionOfService } from '../region.ts';
import { anyoneFilters, ownerFilters } from '../tags.ts';
import { type NewEndpoint, createEndpoint, requestOf } from './create.ts';
import { Ec2 } from './ec2.ts';
import { cloudEndpoint, readinessOf } from './endpoint.ts';
import { callerText } from './identity/caller.ts';
import { type AwsSession, sessionIn } from './identity/session.ts';
import { placeFromNodes, regionOfNodes } from './nodes/from-nodes.ts';
import { placeOptions } from './nodes/place-options.ts';
import { type Checks, checkPlacementOnce, servedSubnets } from './preflight.ts';
import { type CliScope, cliScope } from '../command.ts';
import { Regions } from './regions.ts';
import { surveyRegion } from './survey.ts';

/** Whether an endpoint that EC2 answers a creation with is deleted or being deleted. */
function isGone({ State }: VpcEndpoint): boolean {
  return State !== undefined && readinessOf(State) === 'gone';
}

/** Interface endpoints of one AWS account. */
export class AwsCloud implements CloudProvider {
  readonly kind = 'AWS';
  readonly pollMs = 5_000;
  readonly #placement: AwsPlacement | undefined;
  readonly #settings: CloudSettings;
  readonly #session: AwsSession;
  readonly #regions: Regions;
  /** The VPC of the placement, once it is known. */
  #vpcId: string | undefined;
  /** The EC2 client of each region used so far. */
  readonly #ec2s = new Map<string, Ec2>();
  readonly #deletions = new Deletions();
  /** The region that was searched last for what was made. */
  #searchedRegion: string | undefined;

  constructor(settings: CloudSettings, placement: AwsPlacement | undefined) {
    this.#settings = settings;
    this.#session = sessionIn(settings.env, readFlags(settings.flags).profile, settings.ask);
    this.#regions = new Regions(settings, this.#session);
    this.#placement = placement;
  }

  identity(ids: readonly string[]): Promise<string | undefined> {
    const regions = ids.length === 0 ? [this.#regions.named] : ids.map((id) => this.#regions.seen(id));
    return callerText(this.#session, distinct(regions), this.#settings);
  }

  async preflight(fresh: boolean): Promise<string | undefined> {
    const region = this.#regions.named;
    // The service name, which determines the region, is not known before the reservation.
    const ec2 = this.#ec2(region ?? 'us-east-1');
    await ec2.login();
    const placement = this.#placement;
    if (placement === undefined) return undefined;
    if (region === undefined) {
      if (placement.vpcId !== undefined) return placement.vpcId;
      throw new UserError('the region of the subnets is not known before the service is reserved', {
        hint: 'give it with --region, or give the VPC with --vpc-id',
      });
    }
    this.#vpcId = await checkPlacementOnce(this.#session, this.#checks(region, placement), fresh);
    return this.#vpcId;
  }

  async get(id: string, service: string): Promise<CloudEndpoint | undefined> {
    const region = await this.#regions.ofEndpoint(id, service);
    const endpoint = await this.#ec2(region).describeEndpoint(id);
    // EC2 goes on listing what it has deleted for a while (hashicorp/terraform-provider-aws, waitVPCEndpointDeleted).
    if (endpoint === undefined || endpoint.State?.toLowerCase() === 'deleted') return undefined;
    return this.#deletions.judge(this.#shown(endpoint, undefined, region));
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const region = this.#regions.ofService(service);
    const ec2 = this.#ec2(region);
    const [byTag, byService] = await Promise.all([
      ec2.findEndpoints(ownerFilters(owner)),
      ec2.findEndpoints([{ Name: 'service-name', Values: [service] }]),
    ]);
    const all = new Map<string, VpcEndpoint>();
    for (const endpoint of [...byTag, ...byService]) all.set(endpoint.VpcEndpointId ?? '', endpoint);
    return [...all.values()]
      .map((endpoint) => this.#shown(endpoint, owner, region))
      .filter(({ readiness }) => readiness !== 'gone');
  }

  async create(owner: Owner, service: string, replaced: readonly string[]): Promise<CloudEndpoint> {
    const region = this.#regions.ofService(service);
    const endpoint = await this.#newEndpoint(owner, service);
    const made = await createEndpoint(this.#ec2(region), endpoint, replaced, isGone);
    return this.#shown(made, owner, region);
  }

  async checkCreation(owner: Owner, service: string | undefined): Promise<CloudCheck> {
    if (service === undefined) return 'later';
    await this.#ec2(this.#regions.ofService(service)).checkCreation(
      requestOf(await this.#newEndpoint(owner, service), []),
    );
    return 'request';
  }

  async #newEndpoint(owner: Owner, service: string): Promise<NewEndpoint> {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const vpcId = this.#vpcId ?? placement.vpcId;
    if (vpcId === undefined) throw new Error('asked to create an endpoint before the preflight');
    const subnetIds = await servedSubnets(this.#checks(this.#regions.ofService(service), placement), service);
    const serviceRegion = this.#regions.remoteHome(service);
    return { owner, service, serviceRegion, placement, vpcId, subnetIds };
  }

  async made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]> {
    const region = await this.#regions.whereToLook();
    this.#searchedRegion = region;
    const found = await this.#ec2(region).findEndpoints(owner === undefined ? anyoneFilters : ownerFilters(owner));
    return found
      .map((endpoint) => this.#shown(endpoint, owner, region))
      .filter(({ readiness, madeFor, ours }) => {
        // The filters interpret * and ? in a label as wildcards.
        return readiness !== 'gone' && madeFor !== undefined && (owner === undefined || ours);
      });
  }

  get searched(): string | undefined {
    const isNamed = readFlags(this.#settings.flags).region !== undefined;
    return isNamed || this.#searchedRegion === undefined ? undefined : `the AWS region ${this.#searchedRegion}`;
  }

  async remove(id: string): Promise<void> {
    await this.#ec2(await this.#regions.ofEndpoint(id, '')).deleteEndpoint(id);
    this.#deletions.begin(id);
  }

  async checkRemoval(id: string): Promise<CloudCheck> {
    await this.#ec2(await this.#regions.ofEndpoint(id, '')).checkDeletion(id);
    return 'request';
  }

  async placeFromNodes(
    nodes: readonly ClusterNode[],
    service: string | undefined,
    given: FlagValues,
  ): Promise<NodePlacement> {
    const region = regionOfNodes(nodes);
    this.#regions.checkNodes(region, service);
    const ec2 = this.#ec2(region);
    const zones =
      service !== undefined && regionOfService(service) === region ? await this.#zonesOf(ec2, service) : undefined;
    const { 'security-group-id': groups, 'ip-address-type': type } = readFlags(given);
    return placeFromNodes(ec2, nodes, zones, { groups, addressType: parseAddressType(type) });
  }

  async placeOptions(query: PlaceQuery): Promise<PlaceOptions> {
    const { service } = query;
    const region = service === undefined ? await this.#regions.whereToLook() : this.#regions.ofService(service);
    const ec2 = this.#ec2(region);
    const isZonal = query.flag === 'subnet-id' && service !== undefined && regionOfService(service) === region;
    const options = await placeOptions(ec2, query, isZonal ? await this.#zonesOf(ec2, service) : undefined);
    return { options, onlyOne: 'in each zone' };
  }

  async survey(
    endpoints: readonly SurveyedEndpoint[],
    nodes: readonly ClusterNode[],
  ): Promise<readonly CloudObservation[]> {
    const regions = await Promise.all(endpoints.map((endpoint) => this.#regions.ofSurveyed(endpoint)));
    const surveys = await Promise.all(
      distinct(regions).map(async (region) => {
        const ids = endpoints.filter((_, at) => regions[at] === region).map(({ id }) => id);
        return [region, await surveyRegion(this.#ec2(region), ids, nodes, this.#scope(region))] as const;
      }),
    );
    const byRegion = new Map(surveys);
    return endpoints.flatMap(({ id }, at) => byRegion.get(regions[at] ?? '')?.get(id) ?? []);
  }

  /** The zones of a service; undefined, with a warning, if AWS does not tell. */
  async #zonesOf(ec2: Ec2, service: string): Promise<readonly string[] | undefined> {
    try {
      return (await ec2.describeService(service)).zones;
    } catch (error) {
      this.#settings.warn(`cannot check which zones the service is in: ${messageOf(error)}`);
      return undefined;
    }
  }

  #shown(endpoint: VpcEndpoint, owner: Owner | undefined, region: string): CloudEndpoint {
    const shown = cloudEndpoint(endpoint, owner, this.#scope(region));
    this.#regions.saw(shown.id, region);
    return shown;
  }

  /** The region and profile for printed commands. */
  #scope(region: string | undefined): CliScope {
    return { ...cliScope(this.#settings.flags), region };
  }

  /** What the checks of a placement need. */
  #checks(region: string, placement: AwsPlacement): Checks {
    return { ec2: this.#ec2(region), placement, scope: this.#scope(region), warn: this.#settings.warn };
  }

  #ec2(region: string): Ec2 {
    const { log, retries, changesNothing } = this.#settings;
    const options = { region, session: this.#session, log, retries, changesNothing };
    const known = this.#ec2s.get(region) ?? new Ec2(options);
    this.#ec2s.set(region, known);
    return known;
  }
}

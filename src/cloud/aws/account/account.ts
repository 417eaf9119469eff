import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { CloudEndpoint, Owner } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { CloudProvider, CloudSettings } from '../../provider.ts';
import { Removals } from '../../removals.ts';
import { clientToken } from './client-token.ts';
import { defaultRegion } from './default-region.ts';
import { Ec2 } from './ec2.ts';
import { cloudEndpoint } from './endpoint.ts';
import { placeFromNodes, regionOfNodes } from './from-nodes.ts';
import type { AwsPlacement } from '../placement.ts';
import { checkPlacement, servedSubnets } from './preflight.ts';
import { regionOfAtlas, regionOfService } from '../region.ts';
import { anyoneFilters, ownerFilters, tagsOf } from '../tags.ts';
import type { ClusterNode, NodePlacement } from '../../placement.ts';

/** How often a creation is tried anew when EC2 answers its token with an endpoint that is already deleted. */
const ATTEMPTS = 3;

/** Interface endpoints of one AWS account. */
export class AwsCloud implements CloudProvider {
  readonly kind = 'AWS';
  readonly pollMs = 5_000;
  readonly #placement: AwsPlacement | undefined;
  readonly #settings: CloudSettings;
  /** The VPC of the placement, once it is known. */
  #vpcId: string | undefined;
  readonly #regions = new Map<string, Ec2>();
  /** The region in which an endpoint was seen or made, by its id. */
  readonly #homes = new Map<string, string>();
  readonly #removals = new Removals();

  constructor(settings: CloudSettings, placement: AwsPlacement | undefined) {
    this.#settings = settings;
    this.#placement = placement;
  }

  async preflight(fresh: boolean): Promise<string | undefined> {
    const { region } = this.#settings.flags;
    const guessed =
      region ?? (this.#settings.atlasRegion === undefined ? undefined : regionOfAtlas(this.#settings.atlasRegion));
    // The service name, which tells the region for certain, is not known before the reservation.
    const ec2 = this.#ec2(guessed ?? 'us-east-1');
    await ec2.login();
    const placement = this.#placement;
    if (placement === undefined) return undefined;
    if (guessed === undefined) {
      if (placement.vpcId !== undefined) return placement.vpcId;
      throw new UserError('the region of the subnets is not known before the service is reserved', {
        hint: 'give it with --region, or the VPC with --vpc-id',
      });
    }
    this.#vpcId = await checkPlacement({ ec2, placement, warn: this.#settings.warn }, fresh);
    return this.#vpcId;
  }

  async get(id: string, service: string): Promise<CloudEndpoint | undefined> {
    const region = await this.#homeOf(id, service);
    const endpoint = await this.#ec2(region).describeEndpoint(id);
    // EC2 goes on listing what it has deleted for a while (hashicorp/terraform-provider-aws, waitVPCEndpointDeleted).
    if (endpoint === undefined || endpoint.State?.toLowerCase() === 'deleted') return undefined;
    return this.#removals.judge(this.#shown(endpoint, undefined, region));
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const ec2 = this.#of(service);
    const [byTag, byService] = await Promise.all([
      ec2.findEndpoints(ownerFilters(owner)),
      ec2.findEndpoints([{ Name: 'service-name', Values: [service] }]),
    ]);
    const all = new Map<string, VpcEndpoint>();
    for (const endpoint of [...byTag, ...byService]) all.set(endpoint.VpcEndpointId ?? '', endpoint);
    return [...all.values()]
      .map((endpoint) => this.#shown(endpoint, owner, this.#regionOf(service)))
      .filter(({ readiness }) => readiness !== 'gone');
  }

  async create(owner: Owner, service: string, replaced: readonly string[]): Promise<CloudEndpoint> {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const vpcId = this.#vpcId ?? placement.vpcId;
    if (vpcId === undefined) throw new Error('asked to create an endpoint before the preflight');
    const ec2 = this.#of(service);
    const subnetIds = await servedSubnets({ ec2, placement, warn: this.#settings.warn }, service);
    const dead = [...replaced];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const made = await ec2.createEndpoint({
        VpcEndpointType: 'Interface',
        ServiceName: service,
        VpcId: vpcId,
        SubnetIds: [...subnetIds],
        ...(placement.securityGroupIds.length === 0 ? {} : { SecurityGroupIds: [...placement.securityGroupIds] }),
        // Sent, not left to a default: Atlas's services have no private DNS name, and AWS refuses the endpoint when it is on.
        PrivateDnsEnabled: false,
        ClientToken: clientToken(owner, service, vpcId, dead),
        TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: tagsOf(owner, placement.tags) }],
        ...(this.#serviceRegion(service) === undefined ? {} : { ServiceRegion: this.#serviceRegion(service) }),
      });
      const endpoint = this.#shown(made, owner, this.#regionOf(service));
      if (endpoint.id === '')
        throw new UserError('EC2 answered the creation without an endpoint', { hint: 'run the same command again' });
      if (endpoint.readiness !== 'gone') return endpoint;
      // The token of an earlier endpoint, deleted since: EC2 answers with that one. Another token makes a new one.
      dead.push(endpoint.id);
    }
    throw new UserError('EC2 keeps answering with deleted endpoints', {
      hint: 'wait some minutes, then run the same command again',
    });
  }

  async made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]> {
    const region = await this.#region();
    const found = await this.#ec2(region).findEndpoints(owner === undefined ? anyoneFilters : ownerFilters(owner));
    return found
      .map((endpoint) => this.#shown(endpoint, owner, region))
      .filter(({ readiness, madeFor, ours }) => {
        // The filters take * and ? of a label for wildcards.
        return readiness !== 'gone' && madeFor !== undefined && (owner === undefined || ours);
      });
  }

  async remove(id: string): Promise<void> {
    await this.#ec2(await this.#homeOf(id, '')).deleteEndpoint(id);
    this.#removals.begin(id);
  }

  async placeFromNodes(
    nodes: readonly ClusterNode[],
    service: string | undefined,
    groups: readonly string[] | undefined,
  ): Promise<NodePlacement> {
    const region = regionOfNodes(nodes);
    const { flags, atlasRegion, warn } = this.#settings;
    const home = service === undefined ? undefined : regionOfService(service);
    const expected = flags.region ?? home ?? (atlasRegion === undefined ? region : regionOfAtlas(atlasRegion));
    if (expected !== region) {
      throw new UserError(`the nodes are in ${region}, but the endpoint would be in ${expected}`, {
        hint: `where Atlas offers the service in ${region} too, say so with --region ${region}`,
      });
    }
    const ec2 = this.#ec2(region);
    let zones: readonly string[] | undefined;
    if (service !== undefined && home === region) {
      zones = await ec2.describeServiceZones(service).catch((error: unknown) => {
        warn(`cannot check which zones the service is in: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      });
    }
    return placeFromNodes(ec2, nodes, zones, groups);
  }

  #regionOf(service: string): string {
    const region = this.#settings.flags.region ?? regionOfService(service);
    if (region !== undefined) return region;
    throw new UserError(`cannot read the region out of the service name ${service}`, { hint: 'give it with --region' });
  }

  /** The region where no service's name tells it. @throws UserError */
  async #region(): Promise<string> {
    const { flags, atlasRegion, env } = this.#settings;
    const said = flags.region ?? (atlasRegion === undefined ? undefined : regionOfAtlas(atlasRegion));
    const region = said ?? (await defaultRegion(flags.profile, env));
    if (region !== undefined) return region;
    throw new UserError('the AWS region is not known', {
      hint: 'give it with --region, such as --region us-east-1, or set AWS_REGION',
    });
  }

  async #homeOf(id: string, service: string): Promise<string> {
    return this.#homes.get(id) ?? (service === '' ? this.#region() : this.#regionOf(service));
  }

  #shown(endpoint: VpcEndpoint, owner: Owner | undefined, region: string): CloudEndpoint {
    const shown = cloudEndpoint(endpoint, owner, region);
    this.#homes.set(shown.id, region);
    return shown;
  }

  /** Only for a service in another region than the endpoint's: EC2 takes its own region otherwise. */
  #serviceRegion(service: string): string | undefined {
    const home = regionOfService(service);
    return home === undefined || home === this.#regionOf(service) ? undefined : home;
  }

  #of(service: string): Ec2 {
    return this.#ec2(this.#regionOf(service));
  }

  #ec2(region: string): Ec2 {
    const known =
      this.#regions.get(region) ?? new Ec2({ region, profile: this.#settings.flags.profile, log: this.#settings.log });
    this.#regions.set(region, known);
    return known;
  }
}

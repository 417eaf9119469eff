import type { CloudCheck, CloudProvider, CloudSettings, SurveyedEndpoint } from '../../provider.ts';
import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import type { CloudEndpoint, Owner } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { unlessAborted } from '../../../core/abort.ts';
import { accountText, distinct, patienceForCredentials } from '../../account/account-text.ts';
import type { FlagValues } from '../../flags/flag.ts';
import type { ClusterNode, NodePlacement, PlaceOptions, PlaceQuery } from '../../placement.ts';
import { readFlags } from '../flags.ts';
import { type Place, networkWords } from '../names.ts';
import { type GcpPlacement, checkEndpointId } from '../placement.ts';
import { ownRegion } from '../region.ts';
import { isLegacy, regionOfService } from '../service.ts';
import { Compute, type Scope, endpointOf } from './compute.ts';
import { type Caller, callerOf } from './credential.ts';
import { placeFromNodes } from './nodes/from-nodes.ts';
import { placeOptions } from './nodes/place-options.ts';
import { type Group, cloudEndpoint, isComplete, isForService, isOwnedGroup, lacksLabels } from './endpoints/group.ts';
import { readGroups } from './endpoints/inventory.ts';
import { Making } from './endpoints/making.ts';
import { checkPlacement } from './preflight.ts';
import { Projects } from './projects.ts';
import { Removing } from './endpoints/removing.ts';
import { survey } from './survey.ts';

/** How many looks it may take until all of a deletion is requested: ten minutes. Who waits for the end goes on with it. */
const REQUEST_LOOKS = 200;

/** Endpoints of Private Service Connect: forwarding rules with their addresses. */
export class GoogleCloud implements CloudProvider {
  readonly kind = 'GCP';
  /** Most operations take some seconds. */
  readonly pollMs = 3_000;
  readonly acceptedState = 'ACCEPTED';
  readonly #settings: CloudSettings;
  readonly #placement: GcpPlacement | undefined;
  readonly #projects: Projects;
  readonly #caller: () => Promise<Caller>;
  readonly #compute: Compute;
  /** What this run has begun to make or to delete, by the endpoint's id. */
  readonly #makings = new Map<string, Making>();
  readonly #removings = new Map<string, Removing>();
  /** Where endpoints were seen. */
  readonly #homes = new Map<string, Place>();

  constructor(settings: CloudSettings, placement: GcpPlacement | undefined) {
    this.#settings = settings;
    this.#placement = placement;
    this.#projects = new Projects(settings, placement);
    let caller: Promise<Caller> | undefined;
    const { known } = this.#projects;
    const { env, retries } = settings;
    this.#caller = () =>
      (caller ??= callerOf(known, env, retries.time.signal).catch((error: unknown) => {
        // What failed once may succeed when it is tried again.
        caller = undefined;
        throw error;
      }));
    const client = async (): Promise<Caller['client']> => (await this.#caller()).client;
    this.#compute = new Compute(endpointOf(env), client, settings);
  }

  async identity(ids: readonly string[]): Promise<string | undefined> {
    const { atlasRegion = '' } = this.#settings;
    const fresh = { project: this.#projects.known, region: ownRegion(atlasRegion) };
    const places = ids.length === 0 ? [fresh] : ids.map((id) => this.#homes.get(id));
    const projects = distinct(places.map((place) => place?.project));
    if (projects.length === 0) return undefined;
    let caller: Caller;
    try {
      caller = await unlessAborted(patienceForCredentials(this.#settings.retries), this.#caller());
    } catch {
      // The next request reports that in full.
      return undefined;
    }
    const account = `Google Cloud project${projects.length === 1 ? '' : 's'} ${projects.join(' and ')}`;
    return accountText({ account, by: await caller.name(), regions: places.map((place) => place?.region) });
  }

  async preflight(): Promise<string | undefined> {
    await this.#compute.login();
    if (this.#placement === undefined) return undefined;
    const { network } = await this.#check(this.#placement, this.#place(''));
    return networkWords(network);
  }

  async get(id: string, service: string): Promise<CloudEndpoint | undefined> {
    checkEndpointId(id);
    const removing = this.#removings.get(id);
    if (removing !== undefined) {
      const left = await removing.advance(() => this.#look(id, service));
      return left === undefined
        ? undefined
        : { ...cloudEndpoint(left, undefined, service), readiness: 'gone', state: going(left) };
    }
    const making = this.#makings.get(id);
    if (making !== undefined && (await making.advance())) this.#makings.delete(id);
    const group = await this.#look(id, service);
    if (group !== undefined) return this.#shown(group, undefined, service);
    return making === undefined ? undefined : this.#begun(id, service);
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const groups = await this.#groups(service);
    const fitting = groups.filter(
      (group) => (isOwnedGroup(owner, group) || isForService(group, service)) && this.#isMade(owner, group, service),
    );
    // One of which a part is missing is left out: making it anew goes on with it.
    return fitting.map((group) => this.#shown(group, owner, service)).sort((a, b) => Number(b.ours) - Number(a.ours));
  }

  /** Without a placement nothing could be added to what is missing. */
  #isMade(owner: Owner, group: Group, service: string): boolean {
    return isComplete(group, service) && (this.#placement === undefined || !lacksLabels(owner, group));
  }

  async create(owner: Owner, service: string): Promise<CloudEndpoint> {
    const wanted = await this.#wanted(owner, service);
    const { place, network } = wanted;
    const making = new Making(this.#compute, wanted);
    await making.advance();
    this.#makings.set(making.id, making);
    this.#homes.set(making.id, place);
    return { ...this.#begun(making.id, service), place: networkWords(network) };
  }

  async checkCreation(owner: Owner, service: string | undefined): Promise<CloudCheck> {
    if (service !== undefined) await this.#wanted(owner, service);
    return 'reads';
  }

  /** What is to be made, where it can be. @throws UserError for a placement that Google Cloud would refuse */
  async #wanted(owner: Owner, service: string) {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const place = this.#place(service);
    const { subnetwork, network } = await this.#check(placement, place);
    const { globalAccess, labels } = placement;
    return { owner, service, place, subnetwork, network, globalAccess, labels };
  }

  async made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]> {
    const groups = await this.#groups('');
    return groups
      .map((group) => this.#shown(group, owner, ''))
      .filter(({ madeFor, ours }) => madeFor !== undefined && (owner === undefined || ours));
  }

  get searched(): string | undefined {
    return this.#projects.words;
  }

  async remove(id: string): Promise<void> {
    checkEndpointId(id);
    const removing = new Removing(this.#compute, this.#homes.get(id) ?? this.#placeOf(id, ''));
    this.#makings.delete(id);
    this.#removings.set(id, removing);
    const { time } = this.#settings.retries;
    // Google deletes an address only when its rule is gone: who asked for the rule alone and went away would leave the address.
    for (let looks = 0; looks < REQUEST_LOOKS; looks += 1) {
      const left = await removing.advance(() => this.#look(id, ''));
      if (left === undefined || removing.isRequested(left)) return;
      await time.sleep(this.pollMs, time.signal);
    }
  }

  async checkRemoval(id: string): Promise<CloudCheck> {
    checkEndpointId(id);
    await this.#look(id, '');
    return 'reads';
  }

  placeFromNodes(
    nodes: readonly ClusterNode[],
    service: string | undefined,
    given: FlagValues,
  ): Promise<NodePlacement> {
    const region = this.#place(service ?? '').region;
    const { 'gcp-project': named } = readFlags(this.#settings.flags);
    const globalAccess = !readFlags(given)['no-global-access'];
    return placeFromNodes(this.#compute, nodes, { region, project: named, globalAccess });
  }

  async placeOptions({ nodes, service }: PlaceQuery): Promise<PlaceOptions> {
    const region = this.#region(service ?? '');
    const { 'gcp-project': named } = readFlags(this.#settings.flags);
    return placeOptions(this.#compute, { nodes, region, named, known: this.#projects.known });
  }

  async survey(
    endpoints: readonly SurveyedEndpoint[],
    nodes: readonly ClusterNode[],
  ): Promise<readonly CloudObservation[]> {
    const projects = [...new Set(endpoints.map(({ id }) => this.#projects.of(id)))];
    const read = (project: string): Promise<readonly Group[]> =>
      this.#read({ project, region: undefined }, endpoints[0]?.service ?? '');
    const groups = (await Promise.all(projects.map(read))).flat();
    const located = endpoints.map(({ id, service, atlasRegion = '' }) => {
      const region = regionOfService(service) ?? ownRegion(atlasRegion) ?? '';
      const place = { project: this.#projects.of(id), region };
      const isHere = (group: Group): boolean => group.id === id && group.place.region === region;
      return { id, service, place, group: groups.find(isHere) };
    });
    return survey(this.#compute, located, nodes);
  }

  #check(placement: GcpPlacement, place: Place): ReturnType<typeof checkPlacement> {
    const { warn } = this.#settings;
    return checkPlacement({ compute: this.#compute, placement, place, warn });
  }

  /** Where new endpoints go. @throws UserError when nothing says it */
  #place(service: string): Place {
    return { project: this.#projects.own, region: this.#region(service) };
  }

  #placeOf(id: string, service: string): Place {
    return { project: this.#projects.of(id), region: this.#region(service) };
  }

  /** The region of a service's endpoints, or, before that is known, of the source. */
  #region(service: string): string {
    const { atlasRegion = '' } = this.#settings;
    const region = regionOfService(service) ?? ownRegion(atlasRegion);
    if (region !== undefined) return region;
    throw new UserError(`cannot tell which Google Cloud region ${atlasRegion || 'it'} is`, {
      hint: 'wait until the service is reserved: its attachments name the region',
    });
  }

  /** All endpoints where the source may have some: of one region where it is known, else of all. */
  async #groups(service: string): Promise<readonly Group[]> {
    const region = regionOfService(service) ?? ownRegion(this.#settings.atlasRegion ?? '');
    const found = await Promise.all(this.#projects.all.map((project) => this.#read({ project, region }, service)));
    return found.flat();
  }

  #read(scope: Scope, service: string): Promise<readonly Group[]> {
    const { attachments } = this.#projects;
    return readGroups(this.#compute, scope, { attachments, numbered: isLegacy(service) });
  }

  async #look(id: string, service: string): Promise<Group | undefined> {
    const groups = await this.#read(this.#homes.get(id) ?? this.#placeOf(id, service), service);
    return groups.find((group) => group.id === id);
  }

  #shown(group: Group, owner: Owner | undefined, service: string): CloudEndpoint {
    this.#homes.set(group.id, group.place);
    return cloudEndpoint(group, owner, service);
  }

  /** An endpoint of which Google Cloud shows nothing yet. */
  #begun(id: string, service: string): CloudEndpoint {
    const nothing = { id, place: this.#homes.get(id) ?? this.#place(service), pieces: [] };
    return { ...cloudEndpoint(nothing, undefined, service), ours: true, readiness: 'creating', state: 'being created' };
  }
}

/** What a deletion has come to. */
function going({ pieces }: Group): string {
  const rules = pieces.filter(({ rule }) => rule !== undefined).length;
  if (rules === 0) return 'deleting the address';
  return rules === 1 ? 'deleting the forwarding rule' : `deleting ${rules} forwarding rules`;
}

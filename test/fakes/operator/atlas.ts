import { createHash } from 'node:crypto';
import { AtlasRefusal } from './outcome.ts';

/** A serverless private endpoint as Atlas holds it (the answer of GET …/privateEndpoint/serverless/instance/{name}/endpoint). */
export interface AtlasEndpoint {
  readonly _id: string;
  readonly comment: string;
  status: string;
  readonly providerName: 'AWS' | 'AZURE';
  endpointServiceName?: string;
  privateLinkServiceResourceId?: string;
  cloudProviderEndpointId?: string;
  privateEndpointIpAddress?: string;
  errorMessage?: string;
}

/** A private connection string as a serverless instance's description lists it. */
export interface AtlasString {
  /** Only dedicated clusters have it. */
  readonly connectionString?: string;
  readonly srvConnectionString: string;
  readonly endpoints: readonly {
    readonly endpointId: string;
    readonly providerName: string;
    readonly region: string;
  }[];
}

/** What the next transition of an endpoint is to be, instead of the happy one. */
export interface Failure {
  readonly at: 'reserve' | 'connect';
  readonly message: string;
}

/** One serverless instance and its endpoints. States move when they are listed, as the written model says. */
export class AtlasInstance {
  readonly name: string;
  readonly region: string;
  readonly provider: 'AWS' | 'AZURE';
  readonly endpoints: AtlasEndpoint[] = [];
  /** Consulted for each endpoint's transition. */
  failures: Record<string, Failure> = {};
  /** The next requests that are refused, each once. */
  refusals: { readonly at: 'create' | 'connect'; readonly message: string }[] = [];
  /** Told of each service that Atlas makes: the cloud has to know it. */
  onService: (name: string) => void = () => undefined;
  /** How many listings a requested reservation, or a connection, still takes. */
  listingsToReserve = 1;
  listingsToConnect = 1;
  #made = 0;
  readonly #waits = new Map<string, number>();

  constructor(name: string, region: string, provider: 'AWS' | 'AZURE') {
    this.name = name;
    this.region = region;
    this.provider = provider;
  }

  /** GET of the list: what was requested before moves on by one. */
  list(): AtlasEndpoint[] {
    for (const endpoint of this.endpoints.slice()) this.#move(endpoint);
    return this.endpoints.map((endpoint) => ({ ...endpoint }));
  }

  /** POST {comment}. */
  create(comment: string): AtlasEndpoint {
    this.#refuse('create');
    this.#made += 1;
    const _id = digest(`${this.name}/${comment}/${this.#made}`).slice(0, 24);
    const endpoint: AtlasEndpoint = { _id, comment, status: 'RESERVATION_REQUESTED', providerName: this.provider };
    this.endpoints.push(endpoint);
    this.#waits.set(_id, this.listingsToReserve);
    return { ...endpoint };
  }

  /** PATCH {cloudProviderEndpointId}. */
  connect(_id: string, id: string, ip: string | undefined): AtlasEndpoint | undefined {
    this.#refuse('connect');
    const endpoint = this.endpoints.find((candidate) => candidate._id === _id);
    if (endpoint === undefined) return undefined;
    endpoint.cloudProviderEndpointId = id;
    if (ip !== undefined) endpoint.privateEndpointIpAddress = ip;
    endpoint.status = 'INITIATING';
    this.#waits.set(_id, this.listingsToConnect);
    return { ...endpoint };
  }

  /** DELETE: DELETING for one listing, then gone. */
  remove(_id: string): void {
    const endpoint = this.endpoints.find((candidate) => candidate._id === _id);
    if (endpoint === undefined || endpoint.status === 'DELETING') return;
    endpoint.status = 'DELETING';
    this.#waits.set(_id, 1);
  }

  /** Whether Atlas has been given this cloud endpoint's id and has not refused it. */
  accepts(id: string): boolean {
    return this.endpoints.some(
      ({ cloudProviderEndpointId, status }) =>
        cloudProviderEndpointId === id && ['INITIATING', 'AVAILABLE'].includes(status),
    );
  }

  /** The private strings: published as soon as a connection is being made, so that the pass that sees AVAILABLE finds them. */
  strings(): AtlasString[] {
    return this.endpoints
      .filter(({ status }) => status === 'INITIATING' || status === 'AVAILABLE')
      .map((endpoint) => ({
        srvConnectionString: `mongodb+srv://${this.name}-pe-${this.endpoints.indexOf(endpoint)}.ab1cd.mongodb.net`,
        endpoints: [
          { endpointId: endpoint.cloudProviderEndpointId ?? '', providerName: this.provider, region: this.region },
        ],
      }));
  }

  #refuse(at: 'create' | 'connect'): void {
    const index = this.refusals.findIndex((refusal) => refusal.at === at);
    const [refusal] = index < 0 ? [] : this.refusals.splice(index, 1);
    if (refusal !== undefined) throw new AtlasRefusal(refusal.message);
  }

  #move(endpoint: AtlasEndpoint): void {
    const left = (this.#waits.get(endpoint._id) ?? 0) - 1;
    this.#waits.set(endpoint._id, left);
    if (left > 0) return;
    const failure = this.failures[endpoint.comment];
    switch (endpoint.status) {
      case 'RESERVATION_REQUESTED':
        if (failure?.at === 'reserve') return fail(endpoint, failure);
        endpoint.status = 'RESERVED';
        if (this.provider === 'AWS') endpoint.endpointServiceName = serviceName(this.region, endpoint._id);
        else endpoint.privateLinkServiceResourceId = linkService(endpoint._id);
        this.onService(endpoint.endpointServiceName ?? endpoint.privateLinkServiceResourceId ?? '');
        return;
      case 'INITIATING':
        if (failure?.at === 'connect') return fail(endpoint, failure);
        endpoint.status = 'AVAILABLE';
        return;
      case 'DELETING':
        if (left < 0) this.endpoints.splice(this.endpoints.indexOf(endpoint), 1);
        return;
      default:
    }
  }
}

function fail(endpoint: AtlasEndpoint, failure: Failure): void {
  endpoint.status = 'FAILED';
  endpoint.errorMessage = failure.message;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A name such as AWS gives an endpoint service. */
export function serviceName(region: string, id: string): string {
  return `com.amazonaws.vpce.${region.toLowerCase().replaceAll('_', '-')}.vpce-svc-0${digest(id).slice(0, 16)}`;
}

/** A resource id such as Azure gives a private link service. */
export function linkService(id: string): string {
  return `/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg_${id}/providers/Microsoft.Network/privateLinkServices/pls_${id}`;
}

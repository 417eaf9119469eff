import { linkService, serviceName } from '../operator/atlas.ts';
import { AtlasError } from './errors.ts';
import { Interface } from './interface.ts';
import type { Json } from './routes.ts';
import type { Provider, ServiceFailure, ServiceSettings } from './service-settings.ts';
import { State } from './state.ts';

export type ServiceState = 'INITIATING' | 'AVAILABLE' | 'FAILED' | 'REJECTED' | 'DELETING' | 'GONE';

/** An endpoint service: what Atlas offers a provider's networks in one region, and the interfaces that were attached to it. */
export class Service {
  readonly id: string;
  readonly provider: Provider;
  readonly region: string;
  readonly state = new State<ServiceState>('INITIATING');
  #spec: Json;
  #named = false;
  #interfaces: Interface[] = [];
  readonly #settings: ServiceSettings;

  constructor(id: string, provider: Provider, region: string, spec: Json, settings: ServiceSettings) {
    this.id = id;
    this.provider = provider;
    this.region = region;
    this.#spec = spec;
    this.#settings = settings;
    this.state.pass('INITIATING', this.#failure?.status ?? 'AVAILABLE', 1);
  }

  look(): void {
    if (this.state.look() !== 'AVAILABLE' || this.#named) return;
    this.#named = true;
    const name = this.#name;
    if (name !== undefined) this.#settings.made(name);
  }

  /** The interfaces, without looking at them. */
  get interfaces(): readonly Interface[] {
    return this.#interfaces.filter(({ state }) => state.current !== 'GONE');
  }

  /** @throws AtlasError 400 for one that was asked to be refused */
  attach(body: Json): Interface {
    const attached = new Interface(this.provider, body);
    const refusal = this.#settings.refuseInterfaces[attached.id];
    if (refusal !== undefined) throw new AtlasError(400, 'INVALID_ATTRIBUTE', refusal);
    attached.begin(this.#settings.failInterfaces[attached.id], this.#settings.looksToConnect);
    this.#interfaces = [...this.interfaces.filter(({ id }) => id !== attached.id), attached];
    return attached;
  }

  /** Looks at an interface; undefined for one that is not, or no longer, there. */
  lookAt(id: string): Interface | undefined {
    const found = this.interfaces.find((candidate) => candidate.id === id);
    return found === undefined || found.state.look() === 'GONE' ? undefined : found;
  }

  /** DELETING for one look more, then gone. */
  remove(): void {
    if (this.state.current !== 'DELETING') this.state.pass('DELETING', 'GONE', 2);
  }

  /** Changes what was posted: supportedRemoteRegions. */
  change(changes: Json): void {
    this.#spec = { ...this.#spec, ...changes };
  }

  accepts(interfaceId: string): boolean {
    // Ids of Azure are the same in whatever capitals, and AWS's have none.
    const same = ({ id }: Interface): boolean => id.toLowerCase() === interfaceId.toLowerCase();
    return this.interfaces.some((attached) => same(attached) && attached.accepted());
  }

  describe(): Json {
    const common = {
      cloudProvider: this.provider,
      id: this.id,
      regionName: this.region,
      status: this.state.current,
      errorMessage:
        this.state.current === 'FAILED' || this.state.current === 'REJECTED' ? this.#failure?.message : null,
    };
    const ids = this.interfaces.map(({ id }) => id);
    switch (this.provider) {
      case 'AWS':
        return {
          ...common,
          endpointServiceName: this.#named ? this.#name : null,
          interfaceEndpoints: ids,
          supportedRemoteRegions: this.#spec['supportedRemoteRegions'] ?? [],
        };
      case 'AZURE':
        return {
          ...common,
          privateLinkServiceName: this.#named ? `pls_${this.id}` : null,
          privateLinkServiceResourceId: this.#named ? this.#name : null,
          privateEndpoints: ids,
        };
      case 'GCP':
        return { ...common, endpointGroupNames: ids, serviceAttachmentNames: [] };
    }
  }

  get #failure(): ServiceFailure | undefined {
    return this.#settings.failServices[this.region];
  }

  get #name(): string | undefined {
    if (this.provider === 'AWS') return serviceName(this.region, this.id);
    return this.provider === 'AZURE' ? linkService(this.id) : undefined;
  }
}

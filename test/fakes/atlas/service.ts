import { linkService, serviceName } from '../operator/atlas.ts';
import { AtlasError } from './errors.ts';
import { RULE_NOT_FOUND, attachmentNames, endpointsOf, gcpRegion, relative } from './gcp.ts';
import { Interface } from './interface.ts';
import { type Json, text } from './routes.ts';
import type { Provider, ServiceFailure, ServiceSettings } from './service-settings.ts';
import { State } from './state.ts';

export type ServiceState =
  'INITIATING' | 'WAITING_FOR_USER' | 'AVAILABLE' | 'FAILED' | 'REJECTED' | 'DELETING' | 'GONE';

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
  readonly #attachmentCount: number;

  constructor(id: string, provider: Provider, region: string, spec: Json, settings: ServiceSettings) {
    this.id = id;
    this.provider = provider;
    this.region = region;
    this.#spec = spec;
    this.#settings = settings;
    this.#attachmentCount = this.portMapped ? 1 : settings.legacyAttachments;
    const ready = provider === 'GCP' && settings.waitForUser.has(region) ? 'WAITING_FOR_USER' : 'AVAILABLE';
    this.state.pass('INITIATING', this.#failure?.status ?? ready, 1);
  }

  look(): void {
    const state = this.state.look();
    if ((state !== 'AVAILABLE' && state !== 'WAITING_FOR_USER') || this.#named) return;
    this.#named = true;
    for (const name of this.provider === 'GCP' ? this.attachments : [this.#name ?? '']) this.#settings.made(name);
  }

  /** On GCP: whether one attachment serves the whole cluster, by its ports. It cannot be changed later. */
  get portMapped(): boolean {
    return this.provider === 'GCP' && this.#spec['portMappingEnabled'] === true;
  }

  /** On GCP: what the consumer's forwarding rules connect to, one each. */
  get attachments(): readonly string[] {
    return this.#named ? attachmentNames(this.id, this.region, this.#attachmentCount) : [];
  }

  /** The interfaces, without looking at them. */
  get interfaces(): readonly Interface[] {
    return this.#interfaces.filter(({ state }) => state.current !== 'GONE');
  }

  /** @throws AtlasError 400 for one that was asked to be refused */
  attach(body: Json): Interface {
    const attached = new Interface(this.provider, body, this.portMapped);
    if (this.provider === 'GCP') this.#checkEndpoints(body);
    const refusal = this.#settings.refuseInterfaces[attached.id];
    if (refusal !== undefined) throw new AtlasError(400, 'INVALID_ATTRIBUTE', refusal);
    const failure = this.#settings.failInterfaces[attached.id] ?? this.#unfound(body);
    attached.begin(failure, this.#settings.looksToConnect);
    this.#interfaces = [...this.interfaces.filter(({ id }) => id !== attached.id), attached];
    return attached;
  }

  /** Atlas on GCP gives up a service with its last interface, and warns of it (mongodb/docs, warning-delete-last-endpoint). */
  detach(attached: Interface): void {
    attached.remove();
    if (this.provider === 'GCP' && this.interfaces.every(({ state }) => state.current === 'DELETING')) this.remove();
  }

  /** Looks at an interface; undefined for one that is not, or no longer, there. */
  lookAt(id: string): Interface | undefined {
    const found = this.interfaces.find((candidate) => candidate.id === id);
    return found === undefined || found.look() === 'GONE' ? undefined : found;
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

  /** Whether an interface of this service has named this forwarding rule, which connects to one of its attachments. */
  acceptsRule(project: string, name: string, target: string): boolean {
    return (
      this.attachments.includes(relative(target)) &&
      this.interfaces.some(
        (attached) =>
          attached.accepted() &&
          attached.body['gcpProjectId'] === project &&
          endpointsOf(attached.body).some((endpoint) => endpoint.name === name),
      )
    );
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
        return {
          ...common,
          endpointGroupNames: ids,
          serviceAttachmentNames: this.attachments,
          portMappingEnabled: this.portMapped,
        };
    }
  }

  /** An interface on GCP names a rule for each attachment. @throws AtlasError 400 */
  #checkEndpoints(body: Json): void {
    const [wanted, given] = [this.attachments.length, endpointsOf(body).length];
    if (wanted === given) return;
    throw new AtlasError(400, 'INVALID_ATTRIBUTE', `The service has ${wanted} attachments, not ${given}.`);
  }

  /** What becomes of an interface on GCP with a rule that is not there, or that connects to something else. */
  #unfound(body: Json): ServiceFailure | undefined {
    const { findRule } = this.#settings;
    if (this.provider !== 'GCP' || findRule === undefined) return undefined;
    const [project, region] = [text(body['gcpProjectId']), gcpRegion(this.region)];
    const found = endpointsOf(body).every(({ name, ip }) => {
      const rule = findRule({ project, region, name });
      return rule?.ip === ip && this.attachments.includes(relative(rule.target));
    });
    return found ? undefined : { status: 'FAILED', message: RULE_NOT_FOUND };
  }

  get #failure(): ServiceFailure | undefined {
    return this.#settings.failServices[this.region];
  }

  get #name(): string | undefined {
    if (this.provider === 'AWS') return serviceName(this.region, this.id);
    return this.provider === 'AZURE' ? linkService(this.id) : undefined;
  }
}

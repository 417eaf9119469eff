import { AtlasError, notFound } from './errors.ts';
import type { ConsumerRule, NamedRule } from './gcp.ts';
import { atlasId } from './ids.ts';
import { type Json, text } from './routes.ts';
import { Service } from './service.ts';
import type { Provider, ServiceFailure, ServiceSettings } from './service-settings.ts';

/** The endpoint services of a project's dedicated clusters: one a provider and region. */
export class EndpointServices implements ServiceSettings {
  readonly #groupId: string;
  readonly #onService: (name: string) => void;
  #services: Service[] = [];
  #made = 0;
  failServices: Record<string, ServiceFailure> = {};
  refuseInterfaces: Record<string, string> = {};
  failInterfaces: Record<string, ServiceFailure> = {};
  legacyAttachments = 50;
  readonly waitForUser = new Set<string>();
  findRule: ((rule: NamedRule) => ConsumerRule | undefined) | undefined;
  looksToConnect = 1;

  constructor(groupId: string, onService: (name: string) => void) {
    this.#groupId = groupId;
    this.#onService = onService;
  }

  /** Every service without looking at it. */
  all(): readonly Service[] {
    return this.#services;
  }

  /** Looks at the services of a provider; every one moves on by one. */
  list(provider: string): readonly Service[] {
    for (const service of this.#services.filter((service) => service.provider === provider)) service.look();
    this.#services = this.#services.filter(({ state }) => state.current !== 'GONE');
    return this.#services.filter((service) => service.provider === provider);
  }

  /** Looks at one. @throws AtlasError PRIVATE_ENDPOINT_SERVICE_NOT_FOUND, also for an id of another provider */
  look(provider: string, id: string): Service {
    const found = this.#services.find((service) => service.provider === provider && service.id === id);
    found?.look();
    this.#services = this.#services.filter(({ state }) => state.current !== 'GONE');
    if (found === undefined || found.state.current === 'GONE') throw unknownService(id);
    return found;
  }

  /** @throws AtlasError 409 where the region has one already */
  create(body: Json): Service {
    const [provider, region] = [text(body['providerName']) as Provider, text(body['region'])];
    // On GCP a region may have one of each kind, beside each other (terraform-provider-mongodbatlas, port-mapping guide).
    const portMapped = provider === 'GCP' && body['portMappingEnabled'] === true;
    const same = (service: Service): boolean =>
      service.provider === provider && service.region === region && service.portMapped === portMapped;
    if (this.#services.some(same)) {
      throw new AtlasError(
        409,
        'PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
        `A private endpoint service already exists for region ${region}.`,
      );
    }
    this.#made += 1;
    const id = atlasId(this.#groupId, 'service', provider, region, String(this.#made));
    const service = new Service(id, provider, region, body, this);
    this.#services.push(service);
    return service;
  }

  made(name: string): void {
    this.#onService(name);
  }

  accepts(interfaceId: string): boolean {
    return this.#services.some((service) => service.accepts(interfaceId));
  }

  /** Whether Atlas has been told of this forwarding rule, which connects to an attachment of this project's services. */
  acceptsRule(project: string, name: string, target: string): boolean {
    return this.#services.some((service) => service.acceptsRule(project, name, target));
  }
}

export function unknownService(id: string): AtlasError {
  return notFound('PRIVATE_ENDPOINT_SERVICE_NOT_FOUND', `Private endpoint service ${id}`);
}

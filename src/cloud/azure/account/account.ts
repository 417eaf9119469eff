import type { PrivateEndpoint } from '@azure/arm-network';
import { type CloudEndpoint, type Owner, sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { CloudProvider, CloudSettings } from '../../provider.ts';
import { causeOf } from '../../account/errors.ts';
import { Removals } from '../../account/removals.ts';
import { Arm, type Operation } from './arm.ts';
import { credentialOf } from './credential.ts';
import { creationOf, takenName } from './create.ts';
import { cloudEndpoint, isOwned, madeFor, serviceOf } from './endpoint.ts';
import { environmentOf, subscriptionName } from '../environment.ts';
import { readFlags } from '../flags.ts';
import { isForbidden } from './errors.ts';
import { placeFromNodes } from './from-nodes.ts';
import { endpointName } from './name.ts';
import { type AzurePlacement, checkEndpointId } from '../placement.ts';
import { checkGroup, checkPlacement } from './preflight.ts';
import { parseResourceId, privateEndpointId } from '../resource-id.ts';
import type { ClusterNode, NodePlacement } from '../../placement.ts';

/** Private endpoints of one Azure account. */
export class AzureCloud implements CloudProvider {
  readonly kind = 'AZURE';
  /** What Azure asks for in Retry-After. */
  readonly pollMs = 10_000;
  readonly acceptedState = 'Approved';
  readonly #placement: AzurePlacement | undefined;
  readonly #subscription: string | undefined;
  readonly #env: NodeJS.ProcessEnv;
  readonly #arm: Arm;
  /** The creation or deletion that this run asked for last, by the endpoint's id in lower case. */
  readonly #operations = new Map<string, Operation>();
  readonly #removals = new Removals();

  constructor(settings: CloudSettings, placement: AzurePlacement | undefined) {
    this.#placement = placement;
    this.#env = settings.env;
    const { subscription, 'azure-cloud': azureCloud } = readFlags(settings.flags);
    const environment = environmentOf({ azureCloud }, settings.env);
    this.#subscription = placement?.subscription ?? subscription ?? environment.subscription;
    this.#arm = new Arm({
      environment,
      credential: credentialOf(environment, this.#subscription, settings.env),
      log: settings.log,
    });
  }

  async identity(ids: readonly string[]): Promise<string | undefined> {
    const own = ids.map((id) => parseResourceId(id)?.subscription.toLowerCase());
    const subscriptions = [...new Set(ids.length === 0 ? [this.#subscription] : own)].filter((id) => id !== undefined);
    const named = subscriptions.map((id) => {
      const name = subscriptionName(id, this.#env);
      return `Azure subscription ${id}${name === undefined ? '' : ` (${name})`}`;
    });
    return named.length === 0 ? undefined : named.join(', ');
  }

  async preflight(): Promise<string | undefined> {
    if (this.#placement === undefined) return undefined;
    await checkPlacement(this.#arm, this.#placement);
    await checkGroup(this.#arm, this.#placement);
    return this.#placement.network;
  }

  async get(id: string, service: string): Promise<CloudEndpoint | undefined> {
    checkEndpointId(id);
    // Only the operation says why it failed; the resource just says that it did.
    await this.#operations.get(id.toLowerCase())?.look();
    const endpoint = await this.#arm.getPrivateEndpoint(id);
    if (endpoint === undefined) return undefined;
    // In the spelling that was asked in: it is what the spec has.
    return this.#removals.judge(await this.#whole({ ...endpoint, id }, undefined, service));
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const all = await this.#list();
    const found = all.filter((endpoint) => isOwned(owner, endpoint) || sameId(serviceOf(endpoint), service));
    const whole = await Promise.all(found.map((endpoint) => this.#whole(endpoint, owner, service)));
    return whole.filter(({ readiness }) => readiness !== 'gone').sort((a, b) => Number(b.ours) - Number(a.ours));
  }

  async create(owner: Owner, service: string): Promise<CloudEndpoint> {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const name = placement.name ?? endpointName(owner);
    const id = privateEndpointId(placement.subscription, placement.resourceGroup, name);
    const location = await checkPlacement(this.#arm, placement);
    // A PUT on what exists would change it, whosever it is.
    const existing = await this.#arm.getPrivateEndpoint(id);
    if (existing !== undefined) {
      if (isOwned(owner, existing) && sameId(serviceOf(existing), service))
        return this.#whole(existing, owner, service);
      throw takenName(existing, id, placement.resourceGroup);
    }
    const parameters = creationOf({ owner, service, location, placement });
    this.#operations.set(id.toLowerCase(), await this.#arm.createPrivateEndpoint(id, parameters));
    return {
      id,
      service,
      readiness: 'creating',
      state: 'Creating',
      reason: undefined,
      attachment: undefined,
      place: placement.network,
      ours: true,
      removeCommand: `az network private-endpoint delete --ids ${id}`,
    };
  }

  async made(owner: Owner | undefined): Promise<readonly CloudEndpoint[]> {
    const found = (await this.#list()).filter(
      (endpoint) => madeFor(endpoint) !== undefined && (owner === undefined || isOwned(owner, endpoint)),
    );
    const whole = await Promise.all(found.map((endpoint) => this.#whole(endpoint, owner, serviceOf(endpoint))));
    return whole.filter(({ readiness }) => readiness !== 'gone');
  }

  async remove(id: string): Promise<void> {
    checkEndpointId(id);
    const deletion = await this.#arm.deletePrivateEndpoint(id);
    // It ends a creation that still goes on: nobody asks about that any more.
    if (deletion === undefined) this.#operations.delete(id.toLowerCase());
    else this.#operations.set(id.toLowerCase(), deletion);
    this.#removals.begin(id);
  }

  placeFromNodes(nodes: readonly ClusterNode[]): Promise<NodePlacement> {
    return placeFromNodes(this.#arm, nodes);
  }

  /** Who may read one resource group only is shown what is in that. */
  async #list(): Promise<readonly PrivateEndpoint[]> {
    const subscription = this.#subscription;
    if (subscription === undefined) {
      throw new UserError('no Azure subscription is chosen', {
        hint: 'give it with --subscription or AZURE_SUBSCRIPTION_ID, or choose it with: az account set --subscription NAME',
      });
    }
    try {
      return await this.#arm.listPrivateEndpoints(subscription);
    } catch (error) {
      if (this.#placement === undefined || !isForbidden(causeOf(error))) throw error;
      return this.#arm.listPrivateEndpoints(subscription, this.#placement.resourceGroup);
    }
  }

  /** The endpoint with its address, which only its network interface tells. */
  async #whole(endpoint: PrivateEndpoint, owner: Owner | undefined, service: string): Promise<CloudEndpoint> {
    const nicId = endpoint.provisioningState === 'Succeeded' ? endpoint.networkInterfaces?.[0]?.id : undefined;
    const nic =
      nicId === undefined || parseResourceId(nicId) === undefined
        ? undefined
        : await this.#arm.getNetworkInterface(nicId);
    return cloudEndpoint(endpoint, nic, owner, { service, network: this.#placement?.network });
  }
}

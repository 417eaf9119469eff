import type { CloudCheck, CloudProvider, CloudSettings, SurveyedEndpoint } from '../../provider.ts';
import { azCommand, removeCommand } from '../command.ts';
import type { PrivateEndpoint } from '@azure/arm-network';
import type { CloudObservation } from '../../../core/chain/observed/cloud.ts';
import { type CloudEndpoint, type Owner, sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { accountText, distinct } from '../../account/account-text.ts';
import { causeOf } from '../../account/errors.ts';
import { Deletions } from '../../account/deletions.ts';
import { Arm, type Operation } from './arm.ts';
import { credentialOf } from './sign-in/credential.ts';
import { creationOf, takenName } from './create.ts';
import { cloudEndpoint, isOwned, madeFor, serviceOf } from './endpoint.ts';
import { environmentOf, subscriptionName } from '../environment.ts';
import { readFlags } from '../flags.ts';
import { wayOf } from './network.ts';
import { isForbidden } from './errors.ts';
import { placeFromNodes } from './nodes/from-nodes.ts';
import { placeOptions } from './nodes/place-options.ts';
import { endpointName } from '../naming/name.ts';
import { type AzurePlacement, checkEndpointId } from '../placement.ts';
import { survey } from './survey/survey.ts';
import { checkGroup, checkPlacement } from './preflight.ts';
import { parseResourceId, privateEndpointId } from '../resource-id.ts';
import type { ClusterNode, NodePlacement, PlaceOptions, PlaceQuery } from '../../placement.ts';

/** Private endpoints of one Azure account. */
export class AzureCloud implements CloudProvider {
  readonly kind = 'AZURE';
  /** What Azure asks for in Retry-After. */
  readonly pollMs = 10_000;
  readonly acceptedState = 'Approved';
  readonly #placement: AzurePlacement | undefined;
  readonly #subscription: string | undefined;
  readonly searched: string | undefined;
  readonly #env: NodeJS.ProcessEnv;
  readonly #arm: Arm;
  /** The last creation or deletion that this run requested, by the endpoint's id in lower case. */
  readonly #operations = new Map<string, Operation>();
  readonly #deletions = new Deletions();

  constructor(settings: CloudSettings, placement: AzurePlacement | undefined) {
    this.#placement = placement;
    this.#env = settings.env;
    const { subscription, 'azure-cloud': azureCloud } = readFlags(settings.flags);
    const environment = environmentOf({ azureCloud }, settings.env);
    this.#subscription = placement?.subscription ?? subscription ?? environment.subscription;
    this.searched =
      subscription === undefined && this.#subscription !== undefined
        ? `the Azure subscription ${this.#subscription}`
        : undefined;
    const way = wayOf(settings.env);
    this.#arm = new Arm({
      environment,
      credential: credentialOf({ environment, subscription: this.#subscription, env: settings.env, way }),
      way,
      log: settings.log,
      retries: settings.retries,
      changesNothing: settings.changesNothing,
    });
  }

  async identity(ids: readonly string[]): Promise<string | undefined> {
    const own = ids.map((id) => parseResourceId(id)?.subscription.toLowerCase());
    const named = distinct(ids.length === 0 ? [this.#subscription] : own).map((id) => {
      return accountText({ account: `Azure subscription ${id}`, by: subscriptionName(id, this.#env), regions: [] });
    });
    return named.length === 0 ? undefined : named.join(', ');
  }

  async preflight(fresh: boolean): Promise<string | undefined> {
    const placement = this.#placement;
    if (placement === undefined) return undefined;
    await checkPlacement(this.#arm, placement);
    await checkGroup(this.#arm, placement);
    if (fresh && placement.name !== undefined) await this.#refuseTaken(placement, placement.name);
    return placement.network;
  }

  async get(id: string, service: string): Promise<CloudEndpoint | undefined> {
    checkEndpointId(id);
    // Only the operation says why it failed; the resource only says that it did.
    const again = await this.#operations.get(id.toLowerCase())?.look();
    const endpoint = await this.#arm.getPrivateEndpoint(id);
    if (endpoint === undefined) return undefined;
    // In the requested spelling, which is the one in the spec.
    const whole = await this.#whole({ ...endpoint, id }, undefined, service);
    const isUnderWay = whole.readiness === 'creating' || whole.readiness === 'gone';
    const state = again !== undefined && isUnderWay ? `${whole.state}, requested again after ${again}` : whole.state;
    return this.#deletions.judge({ ...whole, state });
  }

  async find(owner: Owner, service: string): Promise<readonly CloudEndpoint[]> {
    const all = await this.#list();
    const found = all.filter((endpoint) => isOwned(owner, endpoint) || sameId(serviceOf(endpoint), service));
    const whole = await Promise.all(found.map((endpoint) => this.#whole(endpoint, owner, service)));
    return whole.filter(({ readiness }) => readiness !== 'gone').sort((a, b) => Number(b.ours) - Number(a.ours));
  }

  async create(owner: Owner, service: string): Promise<CloudEndpoint> {
    const { placement, location, id, existing } = await this.#beforeCreation(owner, service);
    if (existing !== undefined) return this.#whole(existing, owner, service);
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
      removeCommand: removeCommand(id),
    };
  }

  async checkCreation(owner: Owner, service: string | undefined): Promise<CloudCheck> {
    if (service !== undefined) await this.#beforeCreation(owner, service);
    return 'reads';
  }

  /**
   * What a creation depends on, and the endpoint that an earlier one has made.
   * @throws UserError for a placement that Azure would refuse, and if the name is taken: a PUT would change that endpoint, whoever owns it
   */
  async #beforeCreation(owner: Owner, service: string) {
    const placement = this.#placement;
    if (placement === undefined) throw new Error('asked to create an endpoint without a placement');
    const location = await checkPlacement(this.#arm, placement);
    const { id, existing } = await this.#nameFor(owner, service, placement);
    const isTheOne = existing === undefined || (isOwned(owner, existing) && sameId(serviceOf(existing), service));
    if (!isTheOne) throw takenName(existing, id, placement.resourceGroup);
    return { placement, location, id, existing };
  }

  /** @throws UserError if the name is taken: an existing endpoint cannot be for a service that is not reserved yet */
  async #refuseTaken({ subscription, resourceGroup }: AzurePlacement, name: string): Promise<void> {
    const id = privateEndpointId(subscription, resourceGroup, name);
    const existing = await this.#arm.getPrivateEndpoint(id);
    if (existing !== undefined) throw takenName(existing, id, resourceGroup);
  }

  /** The id for a new endpoint, and the endpoint that already has it. The usual name may still belong to an endpoint of a former service. */
  async #nameFor(
    owner: Owner,
    service: string,
    { subscription, resourceGroup, name }: AzurePlacement,
  ): Promise<{ readonly id: string; readonly existing: PrivateEndpoint | undefined }> {
    const look = async (text: string) => {
      const id = privateEndpointId(subscription, resourceGroup, text);
      return { id, existing: await this.#arm.getPrivateEndpoint(id) };
    };
    const usual = await look(name ?? endpointName(owner));
    const { existing } = usual;
    const isLeft = existing !== undefined && isOwned(owner, existing) && !sameId(serviceOf(existing), service);
    return isLeft && name === undefined ? look(endpointName(owner, service)) : usual;
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
    // The deletion ends a creation in progress, whose operation no longer matters.
    if (deletion === undefined) this.#operations.delete(id.toLowerCase());
    else this.#operations.set(id.toLowerCase(), deletion);
    this.#deletions.begin(id);
  }

  async checkRemoval(id: string): Promise<CloudCheck> {
    checkEndpointId(id);
    await this.#arm.getPrivateEndpoint(id);
    return 'reads';
  }

  placeFromNodes(nodes: readonly ClusterNode[]): Promise<NodePlacement> {
    return placeFromNodes(this.#arm, nodes);
  }

  async placeOptions({ nodes }: PlaceQuery): Promise<PlaceOptions> {
    return { options: await placeOptions(this.#arm, this.#subscription ?? noSubscription(), nodes) };
  }

  survey(endpoints: readonly SurveyedEndpoint[], nodes: readonly ClusterNode[]): Promise<readonly CloudObservation[]> {
    return survey(this.#arm, endpoints, nodes);
  }

  /** The endpoints of the subscription or, without permission for that, of the placement's resource group. */
  async #list(): Promise<readonly PrivateEndpoint[]> {
    const subscription = this.#subscription ?? noSubscription();
    try {
      return await this.#arm.listPrivateEndpoints(subscription);
    } catch (error) {
      if (this.#placement === undefined || !isForbidden(causeOf(error))) throw error;
      return this.#arm.listPrivateEndpoints(subscription, this.#placement.resourceGroup);
    }
  }

  /** The endpoint with its address, which only its network interface has. */
  async #whole(endpoint: PrivateEndpoint, owner: Owner | undefined, service: string): Promise<CloudEndpoint> {
    const nicId = endpoint.provisioningState === 'Succeeded' ? endpoint.networkInterfaces?.[0]?.id : undefined;
    const nic =
      nicId === undefined || parseResourceId(nicId) === undefined
        ? undefined
        : await this.#arm.getNetworkInterface(nicId);
    return cloudEndpoint(endpoint, nic, owner, { service, network: this.#placement?.network });
  }
}

function noSubscription(): never {
  throw new UserError('no Azure subscription is selected', {
    hint: [
      'give it with --subscription or AZURE_SUBSCRIPTION_ID, or choose it with: ',
      azCommand('account set', ['--subscription', { placeholder: 'NAME' }]),
    ],
  });
}

import type { ShellCommand } from '../../../core/next-command.ts';
import { azCommand } from '../command.ts';
import type { NetworkInterface, PrivateEndpoint, VirtualNetwork } from '@azure/arm-network';
import { NetworkManagementClient } from '../sdk.ts';
import type { TokenCredential } from '@azure/identity';
import { KeptFailingError, type UserError } from '../../../core/errors.ts';
import type { Passing, Retries } from '../../../core/retries/retries.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import type { AzureEnvironment } from '../environment.ts';
import type { Way } from '../../account/network/way.ts';
import { causeOf } from '../../account/errors.ts';
import { ChangeRefused } from '../../account/change-refused.ts';
import { type RequestLog, logged } from '../../account/request-log.ts';
import { parseResourceId, type ResourceId } from '../resource-id.ts';
import { azureError, isNotFound, passingOperation } from './errors.ts';
import { onItsWay } from './network.ts';
import { ownRequests, readsOnly, refusalOf } from './requests.ts';
import { endpointOf, groupOf, interfaceOf, networkOf } from './resources.ts';

export interface ArmOptions {
  readonly environment: AzureEnvironment;
  readonly credential: TokenCredential;
  readonly way: Way;
  readonly log: RequestLog;
  readonly retries: Retries;
  /** Whether only reads are sent. */
  readonly changesNothing?: boolean | undefined;
}

/** A creation or deletion in progress. */
export interface Operation {
  /**
   * Polls the operation once. One that has failed for a reason that passes is requested again.
   * @returns the code that it was requested again for, the last time; undefined if it never was
   * @throws UserError with the operation's own code if it has failed
   */
  look(): Promise<string | undefined>;
}

/** What is asked of Azure, for messages. */
interface ArmRequest {
  /** As it reads after "Azure refused to". */
  readonly action: string;
  readonly subscription: string;
  /** The command that shows the object, for a refusal that has no better advice. */
  readonly nextCommand?: ShellCommand;
}

/** The part of the SDK's poller that is used. */
interface Poller {
  submitted(): Promise<void>;
  poll(): Promise<unknown>;
  readonly isDone: boolean;
  readonly operationState: { readonly status: string } | undefined;
}

/** The Resource Manager calls that private endpoints need. Every failure is a UserError. */
export class Arm {
  readonly #options: ArmOptions;
  readonly #clients = new Map<string, NetworkManagementClient>();

  constructor(options: ArmOptions) {
    this.#options = options;
  }

  /** The resource, or undefined if there is none with that id. */
  async getPrivateEndpoint(id: string): Promise<PrivateEndpoint | undefined> {
    return this.#find('read the private endpoint', id, (client, group, name) =>
      client.privateEndpoints.get(group, name).then(endpointOf),
    );
  }

  async getNetworkInterface(id: string): Promise<NetworkInterface | undefined> {
    return this.#find('read the network interface', id, (client, group, name) =>
      client.networkInterfaces.get(group, name).then(interfaceOf),
    );
  }

  async getVirtualNetwork(id: string): Promise<VirtualNetwork | undefined> {
    return this.#find('read the virtual network', id, (client, group, name) =>
      client.virtualNetworks.get(group, name).then(networkOf),
    );
  }

  /** All virtual networks of a subscription, from all pages. */
  listVirtualNetworks(subscription: string): Promise<VirtualNetwork[]> {
    const all = () => Array.fromAsync(this.#client(subscription).virtualNetworks.listAll(), networkOf);
    return this.#call({ action: 'list the virtual networks', subscription }, all);
  }

  async getSecurityGroup(id: string): Promise<ReturnType<typeof groupOf> | undefined> {
    const action = 'read the network security group';
    return this.#find(action, id, (client, ...at) => client.networkSecurityGroups.get(...at).then(groupOf));
  }

  /** All network interfaces of a subscription, from all pages. */
  listNetworkInterfaces(subscription: string): Promise<NetworkInterface[]> {
    const action = 'list the network interfaces';
    const all = () => Array.fromAsync(this.#client(subscription).networkInterfaces.listAll(), interfaceOf);
    return this.#call({ action, subscription }, all);
  }

  /** All private endpoints of a subscription, or of one of its resource groups, from all pages. */
  async listPrivateEndpoints(subscription: string, resourceGroup?: string): Promise<PrivateEndpoint[]> {
    const { privateEndpoints } = this.#client(subscription);
    return this.#call({ action: 'list the private endpoints', subscription }, () =>
      Array.fromAsync(
        resourceGroup === undefined ? privateEndpoints.listBySubscription() : privateEndpoints.list(resourceGroup),
        endpointOf,
      ),
    );
  }

  /** The network interfaces of a node's machine, an instance of a scale set or a virtual machine; none if it is gone. */
  async listMachineInterfaces(machine: string, parsed: ResourceId): Promise<NetworkInterface[]> {
    const { subscription, resourceGroup, names } = parsed;
    const { networkInterfaces } = this.#client(subscription);
    const [first = '', instance] = names;
    const found = await this.#call({ action: `read the network interfaces of ${names.join('/')}`, subscription }, () =>
      Array.fromAsync(
        instance === undefined
          ? networkInterfaces.list(resourceGroup)
          : networkInterfaces.listVirtualMachineScaleSetVMNetworkInterfaces(resourceGroup, first, instance),
        interfaceOf,
      ).catch((error: unknown) => {
        if (isNotFound(error)) return [];
        throw error;
      }),
    );
    // A group lists the interfaces of all its machines, an instance of a scale set only its own.
    return instance === undefined
      ? found.filter(({ virtualMachine }) => virtualMachine?.id !== undefined && sameId(virtualMachine.id, machine))
      : found;
  }

  /** Requests a private endpoint; the answer only says that it is being created. */
  async createPrivateEndpoint(id: string, parameters: PrivateEndpoint): Promise<Operation> {
    const { subscription, resourceGroup, names } = parseResourceId(id) ?? nothing(id);
    const { privateEndpoints } = this.#client(subscription);
    return this.#begin({ action: 'create the private endpoint', subscription }, () =>
      privateEndpoints.createOrUpdate(resourceGroup, names[0] ?? '', parameters),
    );
  }

  /**
   * Requests a deletion; the answer only says that it is in progress, and some locks are only noticed during the operation
   * (github.com/hashicorp/terraform-provider-azurerm/issues/17478).
   * @returns undefined if nothing has that id
   */
  async deletePrivateEndpoint(id: string): Promise<Operation | undefined> {
    const { subscription, resourceGroup, names } = parseResourceId(id) ?? nothing(id);
    const [name = ''] = names;
    const { privateEndpoints } = this.#client(subscription);
    const nextCommand = azCommand('network private-endpoint show', ['--ids', id]);
    const request = { action: `delete the private endpoint ${name}`, subscription, nextCommand };
    try {
      return await this.#begin(request, () => privateEndpoints.delete(resourceGroup, name));
    } catch (error) {
      if (isNotFound(causeOf(error))) return undefined;
      throw error;
    }
  }

  /** @param start sends the request; once more it makes and deletes nothing twice, since the id says what is meant */
  async #begin(request: ArmRequest, start: () => Poller): Promise<Operation> {
    let poller = start();
    let again: string | undefined;
    const submit = (): Promise<void> => this.#call(request, () => poller.submitted());
    const poll = async (): Promise<void> => {
      // One that failed in the attempt before is over: there is nothing left to poll.
      if (poller.operationState?.status === 'failed') {
        poller = start();
        await submit();
      } else if (!poller.isDone || poller.operationState?.status !== 'succeeded') await poller.poll();
    };
    const passing = (error: unknown): Passing | undefined => {
      const failed = passingOperation(error);
      again = failed?.code ?? again;
      return failed?.passing;
    };
    await submit();
    return {
      look: async () => {
        const describe = (error: unknown): UserError => this.#describe(request, error);
        const repeatable = { server: 'Azure', passing, describe, limitsItself: true };
        await this.#call(request, () => this.#options.retries.send(repeatable, poll));
        return again;
      },
    };
  }

  async #find<T>(
    action: string,
    id: string,
    get: (client: NetworkManagementClient, resourceGroup: string, name: string) => Promise<T>,
  ): Promise<T | undefined> {
    const { subscription, resourceGroup, names } = parseResourceId(id) ?? nothing(id);
    return this.#call({ action: `${action} ${names[0]}`, subscription }, async () => {
      try {
        return await get(this.#client(subscription), resourceGroup, names[0] ?? '');
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    });
  }

  #scope(): string {
    return `${this.#options.environment.audience}/.default`;
  }

  #client(subscription: string): NetworkManagementClient {
    const { environment, credential, way, retries, changesNothing } = this.#options;
    const describe = (error: unknown): UserError =>
      azureError(error, { action: 'answer', subscription, endpoint: environment.endpoint });
    const known = this.#clients.get(subscription);
    if (known !== undefined) return known;
    const client = new NetworkManagementClient(credential, subscription, {
      endpoint: environment.endpoint,
      credentials: { scopes: [this.#scope()] },
      userAgentOptions: { userAgentPrefix: 'kubectl-atlas-pe' },
      // Sent again by the rules of every cloud, which have a signal and know --timeout.
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: onItsWay(way), position: 'perRetry' }],
    });
    // The sign-in is a part of what is limited and sent again; the SDK's own place for further policies is behind it.
    client.pipeline.addPolicy(ownRequests(retries, 'Azure', describe), {
      beforePolicies: ['bearerTokenAuthenticationPolicy'],
    });
    if (changesNothing === true) client.pipeline.addPolicy(readsOnly);
    this.#clients.set(subscription, client);
    return client;
  }

  async #call<T>(request: ArmRequest, send: () => Promise<T>): Promise<T> {
    const { environment, log } = this.#options;
    try {
      return await logged(log, `arm ${request.action} ${environment.name}`, send);
    } catch (error) {
      if (error instanceof ChangeRefused) throw error;
      if (error instanceof KeptFailingError) throw error.as(this.#describe(request, causeOf(error.problem.last)));
      throw this.#describe(request, error);
    }
  }

  #describe(request: ArmRequest, error: unknown): UserError {
    return azureError(error, {
      ...request,
      endpoint: this.#options.environment.endpoint,
      body: refusalOf(error),
    });
  }
}

function nothing(id: string): never {
  throw new Error(`${id} is no resource id, and was not checked`);
}

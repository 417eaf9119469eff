import type { ShellCommand } from '../../../core/next-command.ts';
import { azCommand } from '../command.ts';
import {
  NetworkManagementClient,
  type NetworkInterface,
  type NetworkSecurityGroup,
  type PrivateEndpoint,
  type VirtualNetwork,
} from '@azure/arm-network';
import type { TokenCredential } from '@azure/identity';
import { KeptFailingError, type UserError } from '../../../core/errors.ts';
import type { Retries } from '../../../core/retries/retries.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import type { AzureEnvironment } from '../environment.ts';
import type { Way } from '../../account/network/way.ts';
import { causeOf } from '../../account/errors.ts';
import { type RequestLog, logged } from '../../account/request-log.ts';
import { parseResourceId, type ResourceId } from '../resource-id.ts';
import { azureError, isNotFound } from './errors.ts';
import { onItsWay } from './network.ts';
import { ownRequests, refusalOf } from './requests.ts';

export interface ArmOptions {
  readonly environment: AzureEnvironment;
  readonly credential: TokenCredential;
  readonly way: Way;
  readonly log: RequestLog;
  readonly retries: Retries;
}

/** A creation or deletion in progress. */
export interface Operation {
  /** Polls the operation once. @throws UserError with the operation's own code if it has failed */
  look(): Promise<void>;
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
      client.privateEndpoints.get(group, name),
    );
  }

  async getNetworkInterface(id: string): Promise<NetworkInterface | undefined> {
    return this.#find('read the network interface', id, (client, group, name) =>
      client.networkInterfaces.get(group, name),
    );
  }

  async getVirtualNetwork(id: string): Promise<VirtualNetwork | undefined> {
    return this.#find('read the virtual network', id, (client, group, name) => client.virtualNetworks.get(group, name));
  }

  async getSecurityGroup(id: string): Promise<NetworkSecurityGroup | undefined> {
    return this.#find('read the network security group', id, (client, group, name) =>
      client.networkSecurityGroups.get(group, name),
    );
  }

  /** All network interfaces of a subscription, from all pages. */
  async listNetworkInterfaces(subscription: string): Promise<NetworkInterface[]> {
    const { networkInterfaces } = this.#client(subscription);
    return this.#call({ action: 'list the network interfaces', subscription }, () =>
      Array.fromAsync(networkInterfaces.listAll()),
    );
  }

  /** All private endpoints of a subscription, or of one of its resource groups, from all pages. */
  async listPrivateEndpoints(subscription: string, resourceGroup?: string): Promise<PrivateEndpoint[]> {
    const { privateEndpoints } = this.#client(subscription);
    return this.#call({ action: 'list the private endpoints', subscription }, () =>
      Array.fromAsync(
        resourceGroup === undefined ? privateEndpoints.listBySubscription() : privateEndpoints.list(resourceGroup),
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
    const action = 'create the private endpoint';
    const poller = this.#client(subscription).privateEndpoints.createOrUpdate(
      resourceGroup,
      names[0] ?? '',
      parameters,
    );
    return this.#begin({ action, subscription }, poller);
  }

  /**
   * Requests a deletion; the answer only says that it is in progress, and some locks are only noticed during the operation
   * (github.com/hashicorp/terraform-provider-azurerm/issues/17478).
   * @returns undefined if nothing has that id
   */
  async deletePrivateEndpoint(id: string): Promise<Operation | undefined> {
    const { subscription, resourceGroup, names } = parseResourceId(id) ?? nothing(id);
    const [name = ''] = names;
    const poller = this.#client(subscription).privateEndpoints.delete(resourceGroup, name);
    try {
      const nextCommand = azCommand('network private-endpoint show', ['--ids', id]);
      return await this.#begin({ action: `delete the private endpoint ${name}`, subscription, nextCommand }, poller);
    } catch (error) {
      if (isNotFound(causeOf(error))) return undefined;
      throw error;
    }
  }

  async #begin(request: ArmRequest, poller: Poller): Promise<Operation> {
    await this.#call(request, () => poller.submitted());
    return {
      look: async () => {
        if (!poller.isDone || poller.operationState?.status !== 'succeeded')
          await this.#call(request, () => poller.poll());
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
    const { environment, credential, way, retries } = this.#options;
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
    this.#clients.set(subscription, client);
    return client;
  }

  async #call<T>(request: ArmRequest, send: () => Promise<T>): Promise<T> {
    const { environment, log } = this.#options;
    try {
      return await logged(log, `arm ${request.action} ${environment.name}`, send);
    } catch (error) {
      const where = { ...request, endpoint: environment.endpoint, body: refusalOf(error) };
      if (error instanceof KeptFailingError) throw error.as(azureError(causeOf(error.problem.last), where));
      throw azureError(error, where);
    }
  }
}

function nothing(id: string): never {
  throw new Error(`${id} is no resource id, and was not checked`);
}

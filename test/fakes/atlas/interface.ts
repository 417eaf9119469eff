import { endpointsOf } from './gcp.ts';
import { type Json, text } from './routes.ts';
import type { Provider, ServiceFailure } from './service-settings.ts';
import { State } from './state.ts';

/** PENDING_ACCEPTANCE is AWS's first state, INITIATING the others'; VERIFIED is between INITIATING and AVAILABLE on GCP. */
export type InterfaceState =
  'PENDING_ACCEPTANCE' | 'INITIATING' | 'VERIFIED' | 'AVAILABLE' | 'FAILED' | 'REJECTED' | 'DELETING' | 'GONE';

/** A cloud endpoint that was attached to a service. Its id is the cloud's, not Atlas's. */
export class Interface {
  readonly id: string;
  readonly provider: Provider;
  readonly state: State<InterfaceState>;
  readonly body: Json;
  /** On GCP: whether the service maps ports. Then the interface goes by its one endpoint's name, whatever its group is called. */
  readonly portMapped: boolean;
  #failure: ServiceFailure | undefined;

  constructor(provider: Provider, body: Json, portMapped = false) {
    this.provider = provider;
    this.body = body;
    this.portMapped = portMapped;
    this.id = portMapped
      ? (endpointsOf(body)[0]?.name ?? '')
      : text(body[provider === 'GCP' ? 'endpointGroupName' : 'id']);
    this.state = new State<InterfaceState>(this.#first);
  }

  /** Starts connecting; so many looks later it ends, as the failure says where there is one. */
  begin(failure: ServiceFailure | undefined, looks: number): void {
    this.#failure = failure;
    this.state.pass(this.#first, failure?.status ?? 'AVAILABLE', looks);
  }

  /** Looks at it, as a GET does. */
  look(): InterfaceState {
    if (this.state.look() === 'INITIATING' && this.provider === 'GCP') this.state.show('VERIFIED');
    return this.state.current;
  }

  /** DELETING for one look more, then gone. */
  remove(): void {
    if (this.state.current !== 'DELETING') this.state.pass('DELETING', 'GONE', 2);
  }

  /** Whether Atlas has accepted the cloud endpoint. */
  accepted(): boolean {
    const hopeful = ['PENDING_ACCEPTANCE', 'INITIATING', 'VERIFIED', 'AVAILABLE'];
    return hopeful.includes(this.state.current) && this.#failure === undefined;
  }

  describe(): Json {
    const { current } = this.state;
    const common = {
      cloudProvider: this.provider,
      deleteRequested: current === 'DELETING',
      errorMessage: current === 'FAILED' || current === 'REJECTED' ? this.#failure?.message : null,
    };
    switch (this.provider) {
      case 'AWS':
        return { ...common, interfaceEndpointId: this.id, connectionStatus: current };
      case 'AZURE':
        return {
          ...common,
          privateEndpointResourceId: this.id,
          privateEndpointIPAddress: this.body['privateEndpointIPAddress'],
          privateEndpointConnectionName: `${this.id.split('/').at(-1)}.connection`,
          status: current,
        };
      case 'GCP':
        return {
          ...common,
          endpointGroupName: this.id,
          gcpProjectId: this.body['gcpProjectId'],
          status: current,
          endpoints: endpointsOf(this.body).map(({ name, ip }) => ({
            endpointName: name,
            ipAddress: ip,
            status: current,
          })),
          portMappingEnabled: this.portMapped,
        };
    }
  }

  get #first(): InterfaceState {
    return this.provider === 'AWS' ? 'PENDING_ACCEPTANCE' : 'INITIATING';
  }
}

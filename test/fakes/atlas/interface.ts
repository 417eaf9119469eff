import { type Json, text } from './routes.ts';
import type { Provider, ServiceFailure } from './service-settings.ts';
import { State } from './state.ts';

/** PENDING_ACCEPTANCE is AWS's first state, INITIATING the others'. */
export type InterfaceState =
  'PENDING_ACCEPTANCE' | 'INITIATING' | 'AVAILABLE' | 'FAILED' | 'REJECTED' | 'DELETING' | 'GONE';

/** A cloud endpoint that was attached to a service. Its id is the cloud's, not Atlas's. */
export class Interface {
  readonly id: string;
  readonly provider: Provider;
  readonly state: State<InterfaceState>;
  readonly #body: Json;
  #failure: ServiceFailure | undefined;

  constructor(provider: Provider, body: Json) {
    this.provider = provider;
    this.#body = body;
    this.id = text(body[provider === 'GCP' ? 'endpointGroupName' : 'id']);
    this.state = new State<InterfaceState>(this.#first);
  }

  /** Starts connecting; so many looks later it ends, as the failure says where there is one. */
  begin(failure: ServiceFailure | undefined, looks: number): void {
    this.#failure = failure;
    this.state.pass(this.#first, failure?.status ?? 'AVAILABLE', looks);
  }

  /** DELETING for one look more, then gone. */
  remove(): void {
    if (this.state.current !== 'DELETING') this.state.pass('DELETING', 'GONE', 2);
  }

  /** Whether Atlas has accepted the cloud endpoint. */
  accepted(): boolean {
    return (
      ['PENDING_ACCEPTANCE', 'INITIATING', 'AVAILABLE'].includes(this.state.current) && this.#failure === undefined
    );
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
          privateEndpointIPAddress: this.#body['privateEndpointIPAddress'],
          privateEndpointConnectionName: `${this.id.split('/').at(-1)}.connection`,
          status: current,
        };
      case 'GCP':
        return { ...common, endpointGroupName: this.id, status: current, endpoints: this.#body['endpoints'] ?? [] };
    }
  }

  get #first(): InterfaceState {
    return this.provider === 'AWS' ? 'PENDING_ACCEPTANCE' : 'INITIATING';
  }
}

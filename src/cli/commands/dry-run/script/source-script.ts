import type { Target } from '../../../../atlas/sources/lookup.ts';
import { privateEndpointResource } from '../../../../atlas/api/private-endpoint.ts';
import type { CloudFacts, CloudScript, ReadField } from '../../../../cloud/facts.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, markerOf, withVariables } from '../../../../core/script/script.ts';
import type { PatchOperation } from '../../../../kube/resource.ts';
import type { ScriptSettings } from '../rehearsed.ts';

/** The commands of kubectl that do what a plan does to an AtlasPrivateEndpoint, and wait for what the operator writes. */
export class SourceScript {
  /** The commands for the cloud endpoint. */
  readonly cloud: CloudScript;
  readonly #target: Target;
  readonly #settings: ScriptSettings;

  /**
   * @throws UserError for a kind of object, or a cloud, of which the commands are not known
   */
  constructor(target: Target, facts: CloudFacts, settings: ScriptSettings) {
    const { script } = facts;
    if (target.source.resource !== privateEndpointResource || script === undefined)
      throw new UserError(
        `--print-commands knows AtlasPrivateEndpoints, and not ${target.reference} on ${facts.name}`,
        { hint: 'see the steps with --dry-run' },
      );
    this.cloud = script;
    this.#target = target;
    this.#settings = settings;
  }

  create(manifest: string): ScriptCommand {
    return { run: { kubectl: ['create', ...this.#namespace, this.#manager, '-f', '-'] }, input: manifest };
  }

  /** @param operations may contain variables */
  patch(operations: readonly PatchOperation[]): ScriptCommand {
    const patch = withVariables(JSON.stringify(operations));
    return { run: { kubectl: ['patch', ...this.#object, this.#manager, '--type=json', '-p', patch] } };
  }

  remove(): ScriptCommand {
    return { run: { kubectl: ['delete', ...this.#object, '--wait=false'] } };
  }

  awaitRemoval(): ScriptCommand {
    return { run: { kubectl: ['wait', ...this.#object, '--for=delete', this.#patience] } };
  }

  awaitReserved(): ScriptCommand {
    return this.#await('.status.serviceStatus', 'AVAILABLE');
  }

  /** @param id may be a variable */
  awaitConnected(id: string): ScriptCommand {
    return this.#await(stateIn(id), 'AVAILABLE');
  }

  /** Waits until the operator has processed the last change, and Atlas no longer has the endpoint. */
  awaitReleased(id: string): readonly ScriptCommand[] {
    return [
      this.read('.metadata.generation', 'generation'),
      this.#await('.status.observedGeneration', markerOf('generation')),
      { poll: { kubectl: this.#reading(stateIn(id)) }, until: [''], never: [] },
    ];
  }

  /** Reads a field into a variable. */
  readonly read: ReadField = (path, into) => {
    return { run: { kubectl: this.#reading(path) }, into };
  };

  #reading(path: string) {
    return ['get', ...this.#object, '-o', withVariables(`jsonpath={${path}}`)];
  }

  #await(path: string, value: string): ScriptCommand {
    const condition = withVariables(`--for=jsonpath={${path}}=${value}`);
    return { run: { kubectl: ['wait', ...this.#object, condition, this.#patience] } };
  }

  get #namespace() {
    return ['-n', this.#target.namespace];
  }

  get #object() {
    return [this.#target.reference, ...this.#namespace];
  }

  get #manager(): string {
    return `--field-manager=${this.#settings.manager}`;
  }

  get #patience(): string {
    return `--timeout=${this.#settings.timeout}`;
  }
}

/** Where the operator writes what Atlas says of an endpoint. */
function stateIn(id: string): string {
  return `.status.endpoints[?(@.ID=="${id}")].InterfaceStatus`;
}

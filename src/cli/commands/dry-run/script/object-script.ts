import type { Sign } from '../../../../atlas/sources/signs.ts';
import type { Target } from '../../../../atlas/sources/lookup.ts';
import type { CloudFacts, CloudScript, ReadField } from '../../../../cloud/facts.ts';
import { UserError } from '../../../../core/errors.ts';
import { type ScriptCommand, withVariables } from '../../../../core/script/script.ts';
import type { KubeObject, PatchOperation } from '../../../../kube/resource.ts';
import type { ScriptSettings } from '../rehearsed.ts';
import { begun, withItemTests } from './guards.ts';

/** The commands for the cloud endpoint of an object. @throws UserError for a cloud of which they are not known */
export async function cloudScriptOf(
  { reference }: Target,
  facts: CloudFacts,
  { withDryRun }: ScriptSettings,
): Promise<CloudScript> {
  if (facts.script !== undefined) return facts.script();
  throw new UserError(`--print-commands knows no commands for ${reference} on ${facts.name}`, {
    hint: ['see the steps with: ', withDryRun],
  });
}

/** The commands of kubectl that do what a plan does to an object, and wait for what the operator writes. */
export class ObjectScript {
  readonly #target: Target;
  readonly #settings: ScriptSettings;

  constructor(target: Target, settings: ScriptSettings) {
    this.#target = target;
    this.#settings = settings;
  }

  /** @param more flags */
  create(manifest: string, more: readonly string[] = []): ScriptCommand {
    return { run: { kubectl: ['create', ...this.#namespace, this.#manager, ...more, '-f', '-'] }, input: manifest };
  }

  /**
   * @param object what the operations were made for
   * @param operations may contain variables
   * @param more flags
   */
  patch(
    object: KubeObject,
    operations: readonly PatchOperation[],
    more: readonly string[] = [],
  ): readonly ScriptCommand[] {
    const patch = withVariables(JSON.stringify(withItemTests(object, operations)));
    const { reference } = this.#target;
    return [
      ...begun(operations).flatMap((path): readonly ScriptCommand[] => [
        this.read(`jsonpath={${path}}`, 'list'),
        { expect: 'list', value: '', otherwise: `${reference} has ${path} by now: print the script again` },
      ]),
      { run: { kubectl: ['patch', ...this.#object, this.#manager, ...more, '--type=json', '-p', patch] } },
    ];
  }

  annotate(annotation: string): ScriptCommand {
    return { run: { kubectl: ['annotate', ...this.#object, this.#manager, '--overwrite', annotation] } };
  }

  remove(): ScriptCommand {
    return { run: { kubectl: ['delete', ...this.#object, '--wait=false'] } };
  }

  awaitRemoval(): ScriptCommand {
    return { run: { kubectl: ['wait', ...this.#object, '--for=delete', `--timeout=${this.#settings.timeout}`] } };
  }

  /** Looks at the object until it shows all of the signs, one after the other. */
  await(signs: readonly Sign[]): readonly ScriptCommand[] {
    return signs.map(({ output, ...ends }) => ({ poll: { kubectl: this.#reading(output) }, ...ends }));
  }

  /** Reads something into a variable. @param output the value of -o */
  readonly read: ReadField = (output, into) => ({ run: { kubectl: this.#reading(output) }, into });

  #reading(output: string) {
    return ['get', ...this.#object, '-o', withVariables(output)];
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
}

import type { CloudDetails } from '../core/cloud-endpoint.ts';
import { anyOf } from '../core/any-of.ts';
import { UserError } from '../core/errors.ts';
import { isServed } from '../cloud/table.ts';
import { ack } from './ack.ts';
import { aso } from './aso.ts';
import { configConnector } from './config-connector.ts';
import { crossplane } from './crossplane.ts';
import type { Engine, Kept, Written } from './engine.ts';
import { terraform } from './terraform.ts';

/** Every engine under the name that --cloud-as takes. */
const engines = {
  terraform,
  ack,
  aso,
  crossplane,
  'config-connector': configConnector,
} as const satisfies Readonly<Record<string, Engine>>;

export type EngineName = keyof typeof engines;

/** The names that --cloud-as takes. */
export const engineNames: readonly string[] = Object.keys(engines);

/** @throws UserError for a name that is none of an engine's */
export function engineNamed(name: string): EngineName {
  if (isEngine(name)) return name;
  throw new UserError(`invalid value "${name}" for --cloud-as: not ${anyOf(engineNames)}`);
}

function isEngine(name: string): name is EngineName {
  return Object.hasOwn(engines, name);
}

/**
 * What an engine has to be given to take over an endpoint.
 * @throws UserError if it keeps no endpoints of that cloud
 */
export function takenOver(name: EngineName, kept: Omit<Kept, 'details'>, details: CloudDetails): Written {
  const engine: Engine = engines[name];
  const { cloud } = details;
  // The table of writers is keyed by the cloud that the details name, so the two are of one cloud.
  const write = isServed(cloud) ? (engine.writers[cloud] as ((all: object) => Written) | undefined) : undefined;
  if (write !== undefined) return write({ ...kept, details });
  const others = Object.entries<Engine>(engines).filter(([, { writers }]) => isServed(cloud) && cloud in writers);
  throw new UserError(`${engine.title} cannot manage an endpoint on ${cloud}`, {
    hint: `choose another tool with --cloud-as ${anyOf(others.map(([each]) => each))}`,
  });
}

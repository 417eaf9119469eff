import type { CloudDetails } from '../core/cloud-endpoint.ts';
import { anyOf } from '../core/any-of.ts';
import { UserError } from '../core/errors.ts';
import { isServed } from '../cloud/table.ts';
import { ack } from './ack.ts';
import { aso } from './aso.ts';
import { configConnector } from './config-connector.ts';
import { crossplane } from './crossplane.ts';
import type { Engine, Kept, Written } from './engine.ts';
import { type EngineName, engineNames } from './names.ts';
import { terraform } from './terraform.ts';

/** Every engine under the name that --cloud-as takes. */
const engines = {
  terraform,
  ack,
  aso,
  crossplane,
  'config-connector': configConnector,
} as const satisfies Readonly<Record<EngineName, Engine>>;

/** @throws UserError for a name that is none of an engine's */
export function engineNamed(name: string): EngineName {
  const known = engineNames.find((each) => each === name);
  if (known !== undefined) return known;
  throw new UserError(`invalid value "${name}" for --cloud-as: not ${anyOf(engineNames)}`);
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

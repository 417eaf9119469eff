import type { Owner } from '../core/cloud-endpoint.ts';
import type { ScriptCommand } from '../core/script.ts';
import type { FlagValues } from './flags/flag.ts';

/** A cloud endpoint to create; parts of it may contain variables. */
export interface ScriptedEndpoint {
  readonly owner: Owner;
  readonly service: string;
  /** The network, if the account has said it. */
  readonly network: string | undefined;
  readonly flags: FlagValues;
}

/** The commands of a cloud's own command line that do what a plan does. Ids and services may be variables. */
export interface CloudScript {
  /** Creates an endpoint, as this program creates it. @param into the variable that takes its id */
  create(endpoint: ScriptedEndpoint, into: string): readonly ScriptCommand[];
  /** Waits until an endpoint can be linked. */
  awaitLinkable(id: string, flags: FlagValues): readonly ScriptCommand[];
  remove(id: string, flags: FlagValues): readonly ScriptCommand[];
  awaitGone(id: string, flags: FlagValues): readonly ScriptCommand[];
}

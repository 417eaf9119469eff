import type { RecentReads } from '../../../atlas/diagnosis/recent-reads.ts';
import type { Run } from '../../../atlas/run.ts';
import type { TellAccount } from '../../tell-account.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import type { Slots } from '../../../core/plan/slots/slots.ts';
import type { Goal } from '../../../core/plan/observed.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Progress } from '../../../output/progress.ts';
import type { Arguments } from '../../args/flag.ts';
import type { flags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import type { WriteArguments } from '../../endpoints/kept-elsewhere.ts';
import type { CallingVerb, SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { EndpointArguments } from '../../endpoints/endpoint-arguments.ts';
import type { GitArguments, OfferTo } from './git/offer.ts';

/** The arguments of a verb that connects an endpoint. */
export type ConnectArguments = EndpointArguments &
  WriteArguments &
  GitArguments &
  Arguments<typeof flags.wait> & { readonly recreate: boolean; readonly 'skip-cloud-check'?: boolean };

/** A verb that connects an endpoint, and how far it goes. */
export interface ConnectVerb extends CallingVerb {
  /** @param placed whether the command line says where to create a cloud endpoint */
  readonly until: (placed: boolean) => Goal['until'];
  /** Finds out what is still to be said, before the first change. @returns the endpoints with what was answered */
  readonly settle?: (found: Unsettled) => Promise<readonly SelectedEndpoint[]>;
}

/** The endpoints of a command line, of which something may still have to be said. */
export interface Unsettled {
  readonly run: Run;
  readonly endpoints: readonly SelectedEndpoint[];
  /** Whether an endpoint will be removed and created again. */
  readonly recreated: (selected: SelectedEndpoint) => boolean;
  readonly tellAccount: TellAccount;
}

/** What a command line asks for, for all of its endpoints. */
export interface Request {
  readonly verb: ConnectVerb;
  readonly args: ConnectArguments;
  readonly context: VerbContext;
  readonly client: KubeClient;
  readonly timeoutMs: number;
  /** Where changes are made in Git: hands them over. */
  readonly offer?: OfferTo | undefined;
  /** When the run began to change something, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Undefined for the only object of a command line. */
  readonly beside?: Beside | undefined;
}

/** How the endpoints of several objects are worked on side by side. */
export interface Beside {
  /** Limits what is done at the same time; waiting takes no place. */
  readonly slots: Slots;
  /** The warnings that were printed. */
  readonly told: Set<string>;
  /** The columns of the longest name, so that their lines align. */
  readonly width: number;
  /** What is read again to say why their waits go on. */
  readonly recent: RecentReads;
}

/** An endpoint that passed every check that can be made in advance, and where its progress is shown. */
export interface PreparedEndpoint {
  readonly selected: SelectedEndpoint;
  readonly progress: Progress;
  /** What the run has changed so far, for it may be stopped at any time. */
  readonly changes: string[];
  /** Its cloud account, opened by the first call because its SDK is slow to load. */
  readonly account: () => Promise<CloudProvider>;
}

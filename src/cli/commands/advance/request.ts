import type { Goal } from '../../../core/plan/observed.ts';
import type { KubeClient } from '../../../kube/client.ts';
import type { Progress } from '../../../output/progress.ts';
import type { Arguments } from '../../args/flag.ts';
import type { flags } from '../../args/flag-groups.ts';
import type { VerbContext } from '../../context.ts';
import type { WriteArguments } from '../../endpoints/kept-elsewhere.ts';
import type { Purpose, Subject } from '../../endpoints/subject.ts';
import type { SubjectArguments } from '../../endpoints/subject-arguments.ts';
import type { TellAccount } from '../../tell-account.ts';

/** The arguments of a verb that goes towards a usable endpoint. */
export type AdvanceArguments = SubjectArguments &
  WriteArguments &
  Arguments<typeof flags.wait> & { readonly recreate: boolean; readonly 'skip-cloud-check'?: boolean };

/** A verb that goes towards a usable endpoint, and how far. */
export interface Towards extends Purpose {
  /** @param placed whether the command line says where a cloud endpoint is to be made */
  readonly until: (placed: boolean) => Goal['until'];
}

/** What a command line asks for, for all of its endpoints. */
export interface Request {
  readonly verb: Towards;
  readonly args: AdvanceArguments;
  readonly context: VerbContext;
  readonly client: KubeClient;
  readonly timeoutMs: number;
  /** To be told before a cloud account is changed. */
  readonly tellAccount: TellAccount;
}

/** A subject that nothing stands in the way of, and its lines. */
export interface Ready {
  readonly subject: Subject;
  readonly progress: Progress;
}

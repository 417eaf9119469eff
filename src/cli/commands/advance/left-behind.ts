import { ownerOf } from '../../../atlas/connect/observe.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Report } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { Hint } from '../../../core/next-command.ts';
import { messageOf } from '../../words/errors.ts';
import { nameOf, type Subject } from '../../endpoints/subject.ts';
import type { Request } from './request.ts';

/**
 * What stays in the cloud when an endpoint is removed and made anew, each with the command that deletes it. Nothing connects through it
 * any more, and only the person can tell whether it is still wanted.
 * @param account the cloud account, which is opened only where something may be left
 */
export async function leftBehind(
  subject: Subject,
  { args, verb }: Request,
  account: () => Promise<CloudProvider>,
): Promise<readonly Hint[]> {
  const { before } = subject;
  const ids = [before?.declaredId, before?.linkedId].filter((id) => id !== undefined);
  const [id] = ids;
  // Without an id, whoever only reserves a service needs no cloud account.
  if (id === undefined && verb.until(false) === 'reserved') return [];
  try {
    if (args['skip-cloud-check'] === true) throw new UserError('the cloud is not asked (--skip-cloud-check)');
    const found = await standing(subject, ids, await account());
    return found.map((each) => stays(subject, each.id, [`delete it with: ${each.removeCommand}`]));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const orphans = { verb: 'delete', flags: { orphans: true } } as const;
    if (id === undefined) return [];
    return [stays(subject, id, [`the cloud cannot be asked: ${messageOf(error)}; find it later with: `, orphans])];
  }
}

function stays(subject: Subject, id: string, more: Exclude<Hint, string>): Hint {
  return [`note: the cloud endpoint ${id}, which ${nameOf(subject)} was connected to, stays; `, ...more];
}

/** The cloud endpoints that are there: those of the ids, and those with the endpoint's tags that were made for its service. */
async function standing(
  subject: Subject,
  ids: readonly string[],
  account: CloudProvider,
): Promise<readonly { readonly id: string; readonly removeCommand: string }[]> {
  const { service = '' } = subject.before ?? {};
  const owner = ownerOf(subject, subject.object);
  const tagged = service === '' ? [] : await account.find(owner, service);
  const own = tagged.filter((each) => each.ours && each.service === service);
  const others = ids.filter((id) => !own.some((each) => sameId(each.id, id)));
  const named = await Promise.all([...new Set(others)].map((id) => account.get(id, service)));
  return [...own, ...named].filter((each) => each !== undefined).filter(({ readiness }) => readiness !== 'gone');
}

/** The report of a run that tells what stays in the cloud as soon as the endpoint is out of the spec, whatever comes after. */
export function withLeftovers(report: Report<Step>, left: readonly Hint[], tell: (hint: Hint) => void): Report<Step> {
  return {
    ...report,
    done(step, detail) {
      report.done(step, detail);
      if (step.name === 'remove') for (const hint of left) tell(hint);
    },
  };
}

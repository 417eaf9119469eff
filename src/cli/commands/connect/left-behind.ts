import { ownerOf } from '../../../atlas/connect/observe.ts';
import type { CloudProvider } from '../../../cloud/provider.ts';
import { type CloudEndpoint, sameId } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Report } from '../../../core/plan/reconcile.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { Hint } from '../../../core/next-command.ts';
import { messageOf } from '../../words/errors.ts';
import { nameOf, type SelectedEndpoint } from '../../endpoints/selected-endpoint.ts';
import type { Request } from './request.ts';

/**
 * The cloud endpoints that are kept when an endpoint is recreated, each with the command that deletes it. Nothing connects through them
 * any more, and only the user can tell whether they are still needed.
 * @param account the cloud account, which is opened only if something may be left
 */
export async function leftBehind(
  selected: SelectedEndpoint,
  { args, verb }: Request,
  account: () => Promise<CloudProvider>,
): Promise<readonly Hint[]> {
  const { before } = selected;
  const ids = [before?.declaredId, before?.linkedId].filter((id) => id !== undefined);
  const [id] = ids;
  // Without an id, a run that only reserves a service needs no cloud account.
  if (id === undefined && verb.until(false) === 'reserved') return [];
  try {
    if (args['skip-cloud-check'] === true) throw new UserError('--skip-cloud-check was given');
    const found = await existing(selected, ids, await account());
    return found.map((each) => kept(selected, each.id, ['delete it with: ', each.removeCommand]));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const orphans = { verb: 'delete', flags: { orphans: true } } as const;
    if (id === undefined) return [];
    return [
      kept(selected, id, [`it was not looked up in the cloud: ${messageOf(error)}; find it later with: `, orphans]),
    ];
  }
}

function kept(selected: SelectedEndpoint, id: string, more: Exclude<Hint, string>): Hint {
  return [`note: the cloud endpoint ${id}, which ${nameOf(selected)} was connected to, is kept; `, ...more];
}

/** The cloud endpoints that exist: those with the ids, and those with the endpoint's tags that were created for its service. */
async function existing(
  selected: SelectedEndpoint,
  ids: readonly string[],
  account: CloudProvider,
): Promise<readonly CloudEndpoint[]> {
  const { service = '' } = selected.before ?? {};
  const owner = ownerOf(selected, selected.object);
  const tagged = service === '' ? [] : await account.find(owner, service);
  const own = tagged.filter((each) => each.ours && each.service === service);
  const others = ids.filter((id) => !own.some((each) => sameId(each.id, id)));
  const named = await Promise.all([...new Set(others)].map((id) => account.get(id, service)));
  return [...own, ...named].filter((each) => each !== undefined).filter(({ readiness }) => readiness !== 'gone');
}

/** A report that also tells what is kept in the cloud, as soon as the endpoint is removed from the spec, whatever comes after. */
export function withLeftBehind(report: Report<Step>, left: readonly Hint[], tell: (hint: Hint) => void): Report<Step> {
  return {
    ...report,
    done(step, detail) {
      report.done(step, detail);
      if (step.name === 'remove') for (const hint of left) tell(hint);
    },
  };
}

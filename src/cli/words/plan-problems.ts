import type { Target } from '../../atlas/sources/lookup.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { accountHint } from '../../cloud/flags/table.ts';
import type { Attachment, AttachmentWords, CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { shortService } from '../../cloud/short-service.ts';
import type { OwnCommand } from '../../core/next-command.ts';
import { AmbiguousError, UserError } from '../../core/errors.ts';
import {
  type CloudEndpointLost,
  type CloudEndpointProblem,
  PlanError,
  type PlanProblem,
} from '../../core/plan/problems.ts';

/** The endpoint that a problem is about. */
export interface About {
  readonly target: Target;
  readonly label: string;
  readonly cloud: CloudFacts;
  /** The object to create; undefined if it exists. */
  readonly manifest?: object | undefined;
}

function nameOf({ target, label }: About): string {
  return `endpoint "${label}" of ${target.reference}`;
}

/** The command of a verb for the endpoint. */
function commandFor({ target, label }: About, verb: string, more: Partial<OwnCommand> = {}): OwnCommand {
  const { reference: source, namespace } = target;
  return { verb, source, namespace, ...more, flags: { endpoint: label, ...more.flags } };
}

/**
 * The command that deletes the endpoint, on both sides.
 * @param id its cloud endpoint's, by which a source knows it that keeps only ids
 * @param isThere whether the cloud shows that one; if not, only the rest can be deleted
 */
export function deletionOf(id: string, about: About, isThere = true): OwnCommand {
  const { identity } = about.target.source;
  const endpoint = identity === 'label' ? about.label : id;
  return commandFor(about, 'delete', { flags: { endpoint, ...(isThere ? {} : { 'keep-cloud-endpoint': true }) } });
}

/** The error for an id that cannot be put in the place of another one. */
function linkedToOther(problem: Extract<PlanProblem, { code: 'linked-to-other-id' }>, about: About): UserError {
  return new UserError(
    `${nameOf(about)} already has the id ${problem.declaredId}, and changing it to ${problem.wantedId} is refused: ${about.target.source.relinkReason}`,
    {
      hint: `omit --id to keep the endpoint; --recreate --id ${problem.declaredId} replaces it: that removes it and reserves a new service with another name, which needs a new cloud endpoint`,
    },
  );
}

/** The error that a user reads for a problem of a plan. */
export function explain(problem: PlanProblem, about: About): UserError {
  const name = nameOf(about);
  const { source } = about.target;
  switch (problem.code) {
    case 'endpoint-failed':
      return new UserError(`${name} has failed: ${problem.reason ?? 'no error message was given'}`, {
        hint:
          source.failedHint ??
          'fix the cause, then run the same command with --recreate: it removes the endpoint and reserves a new service, which has another name',
      });
    case 'linked-to-other-id':
      return linkedToOther(problem, about);
    case 'to-be-replaced':
      return new UserError(`${name} is linked to ${problem.id}, which is to be replaced`, {
        hint: source.failedHint ?? 'nothing was changed',
      });
    case 'linked-differently':
      return linkedDifferently(problem, about);
    case 'id-ignored':
      return new UserError(
        `the spec of ${name} says ${problem.declaredId}, but Atlas is connected to ${problem.linkedId}: the operator ignored the change`,
        {
          hint: `put ${problem.linkedId} back with kubectl edit, or run with --recreate, which reserves a new service under another name`,
        },
      );
    case 'cloud-endpoint-lost':
      return lost(problem, about);
    case 'unlike-spec':
      return new UserError(`${name} ${problem.mismatch.reason}`, { hint: problem.mismatch.hint });
    case 'no-such-cloud-endpoint':
    case 'of-other-service':
    case 'seen-differently':
    case 'cloud-endpoint-unusable':
    case 'in-other-network':
    case 'several-cloud-endpoints':
    case 'no-cloud-endpoint':
      return explainCloudEndpoint(problem, about);
  }
}

function lost({ id, available, endpoint, account }: CloudEndpointLost, about: About): UserError {
  const { cloud, target, label } = about;
  const reason = endpoint?.reason === undefined ? '' : `: ${endpoint.reason}`;
  const state =
    endpoint === undefined
      ? `does not exist${account === undefined ? '' : ` in: ${account}`}`
      : `is ${endpoint.state}${reason}`;
  const elsewhere = `if it is elsewhere, say where with ${accountHint(cloud)}; if it was deleted, `;
  const again = target.source.identity === 'cloud-endpoint' ? undefined : label;
  // Some sources cannot have an endpoint removed and declared anew in one command, and what a cloud still shows has to be deleted there.
  const isReplaced = target.source.failedHint === undefined && endpoint === undefined;
  const replacing = { id, recreate: true, endpoint: again } as const;
  return new UserError(
    `${available ? `Atlas reports AVAILABLE, but the cloud endpoint ${id}` : `the cloud endpoint ${id} of ${nameOf(about)}`} ${state}`,
    {
      hint: isReplaced
        ? [
            `nothing can connect through it; ${elsewhere}replace it with: `,
            commandFor(about, 'up', { flags: replacing, more: cloud.placementHint }),
          ]
        : [
            `nothing can connect through it; ${endpoint === undefined ? elsewhere : ''}remove what is left of the endpoint with: `,
            deletionOf(id, about, endpoint !== undefined),
            '  and create it again with: ',
            commandFor(about, 'up', { flags: { endpoint: again }, more: cloud.placementHint }),
          ],
    },
  );
}

function explainCloudEndpoint(problem: CloudEndpointProblem, about: About): UserError {
  const { cloud } = about;
  const name = nameOf(about);
  switch (problem.code) {
    case 'no-such-cloud-endpoint':
      return new UserError(`the cloud endpoint ${problem.id} does not exist, or these credentials cannot see it`, {
        hint: `check --id, ${accountHint(cloud)}; without --id the endpoint is looked up by tag, then by service name`,
      });
    case 'of-other-service':
      return new UserError(
        `${problem.endpoint.id} belongs to the service ${shortService(problem.endpoint.service)}, but ${name} has the service ${shortService(problem.service)}`,
        { hint: 'link an endpoint that was created for this service, or omit --id' },
      );
    case 'seen-differently':
      return seenDifferently(problem.endpoint, problem.wanted, cloud);
    case 'cloud-endpoint-unusable':
      return unusable(problem.endpoint);
    case 'in-other-network':
      return new UserError(
        `${name} already has the cloud endpoint ${problem.endpoint.id} in ${problem.endpoint.place}, not in ${problem.place}`,
        {
          hint: [
            `use the flags of ${problem.endpoint.place}, or delete that endpoint first: `,
            problem.endpoint.removeCommand,
          ],
        },
      );
    case 'several-cloud-endpoints':
      return several(problem.candidates, about);
    case 'no-cloud-endpoint':
      return new UserError(
        `no cloud endpoint was found for ${name}, neither by tag nor by the service ${shortService(problem.service)}`,
        {
          hint: ['create one with: ', commandFor(about, 'create', { more: cloud.placementHint })],
        },
      );
  }
}

/** How two attachments of a cloud differ, in words; undefined if the cloud has no words for it. */
function differenceOf(
  has: Attachment | undefined,
  asked: Attachment,
  cloud: CloudFacts,
): { readonly has: AttachmentWords; readonly asked: string } | undefined {
  const [left, right] = [has, asked].map((each) => (each === undefined ? undefined : cloud.describeAttachment(each)));
  return left === undefined || right === undefined ? undefined : { has: left, asked: right.value };
}

function linkedDifferently(
  { declared, wanted }: Extract<PlanProblem, { code: 'linked-differently' }>,
  about: About,
): UserError {
  const difference = differenceOf(declared, wanted, about.cloud);
  if (difference === undefined)
    return new UserError(`${nameOf(about)} is already linked, but not as the flags say`, {
      hint: 'omit the flags that describe the cloud endpoint to keep the link as it is',
    });
  const { has, asked } = difference;
  return new UserError(
    `${nameOf(about)} already has the ${has.name} ${has.value}, and changing it to ${asked} alone is refused: the operator identifies an endpoint by its id and ignores the new ${has.short}`,
    { hint: `omit ${has.flag} to keep the endpoint; ${has.constancy}` },
  );
}

function seenDifferently({ id, attachment }: CloudEndpoint, wanted: Attachment, cloud: CloudFacts): UserError {
  const difference = differenceOf(attachment, wanted, cloud);
  if (difference === undefined)
    return new UserError(`${id} is not as the flags say`, {
      hint: 'omit the flags that describe the cloud endpoint: it is read from the cloud',
    });
  const { has, asked } = difference;
  return new UserError(`${id} has the ${has.name} ${has.value}, not ${asked}`, {
    hint: `omit ${has.flag}: it is read from the endpoint`,
  });
}

function unusable({ id, state, reason, removeCommand }: CloudEndpoint): UserError {
  return new UserError(`the cloud endpoint ${id} is ${state}${reason === undefined ? '' : `: ${reason}`}`, {
    hint: ['it cannot be linked; delete it (', removeCommand, ') and run the same command again to create another'],
  });
}

function listed(candidates: readonly CloudEndpoint[]): string {
  return candidates.map(({ id, place, state }) => `${id} in ${place} (${state})`).join(', ');
}

function several(candidates: readonly CloudEndpoint[], about: About): AmbiguousError {
  return new AmbiguousError(
    `${candidates.length} cloud endpoints match ${nameOf(about)}: ${listed(candidates)}; nothing was changed`,
    ['choose one with: ', commandFor(about, 'link', { flags: { id: candidates[0]?.id } })],
    'id',
    candidates.map((endpoint) => ({ value: endpoint.id, text: listed([endpoint]) })),
  );
}

/** The error for a problem of a plan, in terms of the endpoint; any other error is returned unchanged. */
export function inWords(error: unknown, about: About): unknown {
  return error instanceof PlanError ? explain(error.problem, about) : error;
}

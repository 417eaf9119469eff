import type { Hint } from '../../core/next-command.ts';
import type { EndpointToDelete } from '../../atlas/disconnect/scope.ts';
import type { Target } from '../../atlas/sources/lookup.ts';
import type { CloudFacts } from '../../cloud/facts.ts';
import { shortService } from '../../cloud/short-service.ts';

/** What is about to be deleted. */
export interface PlannedDeletion {
  readonly target: Target;
  readonly facts: CloudFacts;
  readonly endpoints: readonly EndpointToDelete[];
  /** Undefined if the cloud endpoints are kept. */
  readonly cloud: object | undefined;
  /** Whether the object itself is deleted too. */
  readonly whole: boolean;
  /** What else a user should know before. */
  readonly consequences: readonly string[];
}

/**
 * What will be deleted in Kubernetes, Atlas and the cloud, in this order, and what stays, line by line.
 * @param several whether several objects were named, whose deletions go on side by side
 */
export function deletionPreview(
  planned: readonly PlannedDeletion[],
  hintText: (hint: Hint) => string,
  several = false,
): readonly string[] {
  const rows = planned.flatMap(({ target, facts, endpoints, whole }): readonly Row[] => [
    ...endpoints.flatMap((each) => rowsOf(each, facts)),
    ...(whole ? [['Kubernetes', `${target.reference} in namespace ${target.namespace}`] as const] : []),
  ]);
  const width = Math.max(11, ...rows.map(([where]) => where.length));
  return [
    several ? 'to be deleted, of each object in this order:' : 'to be deleted, in this order:',
    ...rows.map(([where, what]) => `  ${where.padEnd(width)} ${what}`),
    ...new Set(planned.flatMap(notesOf).map((note) => `note: ${hintText(note)}`)),
  ];
}

/** The confirmation question, which names what will be deleted. */
export function deletionQuestion(planned: readonly PlannedDeletion[]): string {
  const ids = planned.flatMap(({ endpoints }) => endpoints.flatMap(({ cloud }) => cloud.map(({ id }) => id)));
  const objects = planned.flatMap(({ target, endpoints, whole }) =>
    whole ? [target.reference] : endpoints.map(({ name }) => name),
  );
  return `Delete ${[...objects, ...ids].join(' and ')}?`;
}

/** The most names that a question lists. */
const LISTED = 10;

/** The same for several objects, by their names. */
export function deletionQuestionOf(names: readonly string[]): string {
  const more = names.length > LISTED ? [`${names.length - LISTED} more`] : [];
  return `Delete all of this, of ${[...names.slice(0, LISTED), ...more].join(' and ')}?`;
}

type Row = readonly [where: string, what: string];

function rowsOf({ name, endpoint, id, stays, cloud }: EndpointToDelete, facts: CloudFacts): readonly Row[] {
  const rows: Row[] = [];
  if (endpoint?.declared === true)
    rows.push([
      'Kubernetes',
      `${name}${id === undefined || name.includes(id) ? '' : ` (${id})`}, removed from the spec`,
    ]);
  if (endpoint?.state !== undefined && stays === undefined) {
    const service = endpoint.service === undefined ? '' : `, on ${shortService(endpoint.service)}`;
    rows.push(['Atlas', `its private endpoint, ${endpoint.state}${service}`]);
  }
  for (const { id: other, place, state } of cloud) rows.push([facts.name, `${other} in ${place} (${state})`]);
  return rows;
}

function notesOf({ endpoints, cloud, consequences }: PlannedDeletion): readonly Hint[] {
  return [
    ...endpoints.flatMap(({ name, stays }) => (stays === undefined ? [] : [`${name} stays in Atlas: ${stays}`])),
    ...endpoints.flatMap(({ foreign }) =>
      foreign.map(({ id, removeCommand }) => [
        `${id} is kept, because this plugin did not create it; delete it with: `,
        removeCommand,
      ]),
    ),
    ...(cloud === undefined ? endpoints.flatMap(({ id }) => (id === undefined ? [] : [`${id} is kept`])) : []),
    ...consequences,
  ];
}

import type { Doomed } from '../../atlas/disconnect/scope.ts';
import type { Target } from '../../atlas/sources/lookup.ts';
import type { CloudFacts } from '../../cloud/provider.ts';

/** What is about to be deleted. */
export interface PlannedDeletion {
  readonly target: Target;
  readonly facts: CloudFacts;
  readonly doomed: readonly Doomed[];
  /** Undefined where the cloud endpoints are kept. */
  readonly cloud: object | undefined;
  /** Whether the object itself goes too. */
  readonly whole: boolean;
  /** What else a person should know before. */
  readonly concerns: readonly string[];
}

/** What will go on both sides, in its order, and what stays. */
export function deletionPreview(planned: PlannedDeletion): string {
  const { target, facts, doomed, whole } = planned;
  const rows = [
    ...doomed.flatMap((each) => rowsOf(each, facts)),
    ...(whole ? [['Kubernetes', `${target.reference} in namespace ${target.namespace}`] as const] : []),
  ];
  return [
    'to be deleted, in this order:',
    ...rows.map(([where, what]) => `  ${where.padEnd(11)} ${what}`),
    ...notesOf(planned).map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

type Row = readonly [where: string, what: string];

function rowsOf({ name, endpoint, id, stays, cloud }: Doomed, facts: CloudFacts): readonly Row[] {
  const rows: Row[] = [];
  if (endpoint?.declared === true)
    rows.push(['Kubernetes', `${name}${id === undefined || name.includes(id) ? '' : ` (${id})`}, out of the spec`]);
  if (endpoint?.state !== undefined && stays === undefined) {
    const service = endpoint.service === undefined ? '' : `, on ${endpoint.service}`;
    rows.push(['Atlas', `its private endpoint, ${endpoint.state}${service}`]);
  }
  for (const { id: other, place, state } of cloud) rows.push([facts.name, `${other} in ${place} (${state})`]);
  return rows;
}

function notesOf({ facts, doomed, cloud, concerns }: PlannedDeletion): readonly string[] {
  return [
    ...doomed.flatMap(({ name, stays }) => (stays === undefined ? [] : [`${name} stays in Atlas: ${stays}`])),
    ...doomed.flatMap(({ foreign }) =>
      foreign.map(
        ({ id, removeCommand }) => `${id} stays, for this program did not make it; delete it with: ${removeCommand}`,
      ),
    ),
    ...doomed.flatMap(({ unseen }) =>
      unseen.map((id) => `${id} was not found in the cloud; if it is elsewhere, say where with ${facts.accountFlags}`),
    ),
    ...(cloud === undefined ? doomed.flatMap(({ id }) => (id === undefined ? [] : [`${id} is kept`])) : []),
    ...concerns,
  ];
}

import { can } from '../../../atlas/operator/abilities.ts';
import { servedKinds } from '../../../atlas/operator/capabilities.ts';
import { imageVersion, operatorNames } from '../../../atlas/operator/image.ts';
import { isAtLeast } from '../../../atlas/operator/version-range.ts';
import { isMoving, isSkipped, skipAnnotation } from '../../../atlas/api/annotations.ts';
import { privateEndpointResource } from '../../../atlas/api/private-endpoint.ts';
import type { AtlasProject } from '../../../atlas/api/project.ts';
import { isPaused } from '../../../atlas/migrate/marks.ts';
import { type Move, referenceOf } from '../../../atlas/migrate/moves.ts';
import { undeclaredIn } from '../../../atlas/migrate/project.ts';
import { undeclaredInAtlas } from '../../../atlas/migrate/refusals.ts';
import { otherFor } from '../../../atlas/projects/conflicts.ts';
import { readProjectObjects } from '../../../atlas/projects/visible.ts';
import type { Run } from '../../../atlas/run.ts';
import type { Target } from '../../../atlas/sources/lookup.ts';
import { immovable } from '../../../atlas/sources/project/item-forms.ts';
import { serviceLabel, spelled } from '../../../atlas/sources/project/label.ts';
import { UserError } from '../../../core/errors.ts';
import type { OwnCommand } from '../../../core/next-command.ts';

/** @throws UserError on an operator that would delete what leaves the project, or of which that is not known */
export async function refuseOperator({ client, time, warn }: Run, target: Target): Promise<void> {
  const { reference } = target;
  const upgrade = 'upgrade the operator to 2.8.1 or later first';
  if (!(await servedKinds(client, time.signal)).includes(privateEndpointResource.plural)) {
    throw new UserError(
      `the endpoints of ${reference} cannot be moved: this cluster's operator is older than 2.6.0 and has no AtlasPrivateEndpoint`,
      { hint: upgrade },
    );
  }
  let isForbidden = false;
  const version = await imageVersion(client, time.signal, (text) => {
    isForbidden = true;
    warn(text);
  });
  // The CRDs tell how old an operator is at most, and never how new.
  if (version === undefined) throw isForbidden ? versionForbidden(target) : versionUnseen(target);
  const generation = { installed: true, version };
  if (can(generation, 'forgetsSkippedEndpoints') === true) return;
  const not = `the endpoints of ${reference} are not moved by operator ${version}`;
  if (isAtLeast(generation, '2.8.1') !== true)
    throw new UserError(`${not}: it would delete them from Atlas as soon as they leave the project`, { hint: upgrade });
  throw new UserError(`${not}: what it does with them is known up to 2.16 only`, {
    hint: ['use a newer version of this program; the steps by hand are printed by: ', exportOf(target)],
  });
}

/** Why the version matters. */
const depends = "are not moved: whether Atlas keeps them depends on the operator's version, which";

function versionForbidden({ reference }: Target): UserError {
  return new UserError(`the endpoints of ${reference} ${depends} cannot be read`, {
    hint: [
      'that takes the permission to list deployments.apps in all namespaces; check with: ',
      { kubectl: ['auth', 'can-i', 'list', 'deployments.apps', '-A'] },
    ],
  });
}

/** No Deployment of an operator has its labels, or several have images of several versions. */
function versionUnseen({ reference }: Target): UserError {
  return new UserError(`the endpoints of ${reference} ${depends} no single Deployment of an operator shows`, {
    hint: [
      'see which Deployments have its labels: ',
      { kubectl: ['get', 'deployments.apps', '-A', '-l', operatorNames] },
    ],
  });
}

/** @throws UserError for a project that somebody else has the operator skip */
export function refuseSkipped(project: AtlasProject, { reference, namespace }: Target): void {
  if (!isSkipped(project) || isMoving(project)) return;
  throw new UserError(
    `${reference} has the annotation ${skipAnnotation}, which this program has not set: the operator ignores the project`,
    {
      hint: [
        'if the operator may look at it again, remove the annotation: ',
        { kubectl: ['annotate', reference, '-n', namespace, `${skipAnnotation}-`] },
      ],
    },
  );
}

/** @throws UserError for items that cannot become objects; then none can, as the operator counts what a project declares */
export function refuseImmovable({ spec }: AtlasProject, target: Target): void {
  for (const item of spec?.privateEndpoints ?? []) {
    const label = serviceLabel(item);
    const why = immovable(item) ?? (spelled(label) === undefined ? 'its region is not known' : undefined);
    if (why === undefined) continue;
    throw new UserError(`${label} of ${target.reference} cannot be moved: ${why}; and ${together}`, {
      hint: ['look at it with: ', statusOf(target)],
    });
  }
}

/** Operators compare the number of items with that of all endpoints that Atlas has in the project (v2.15.0:internal/controller/atlasproject/private_endpoint.go, getStatusForInterfaces; 2.15.0 ran). */
export const together =
  "all endpoints of a project are moved together: with some in its own list and some elsewhere, the operator never calls the project's endpoints ready";

/** @throws UserError for an endpoint that is not connected, and for one that Atlas has and the project lacks */
export function refuseUnfinished(project: AtlasProject, moves: readonly Move[], target: Target): void {
  const all = moves.flatMap(({ endpoints }) => endpoints);
  const open = all.find(
    ({ declaredId, phase, service }) => declaredId === undefined || service === undefined || phase === 'Failed',
  );
  if (open !== undefined) {
    const { label, phase, error, declaredId, service } = open;
    const failed = error ?? `it is ${phase}`;
    const why =
      phase === 'Failed' ? failed : declaredId === undefined || service === undefined ? 'it is not linked' : failed;
    throw new UserError(
      `${label} of ${target.reference} is not moved: ${why}, so that nobody could see whether it survives`,
      {
        hint: ['finish it first: ', { verb: 'up', source: `ap/${target.name}`, namespace: target.namespace }],
      },
    );
  }
  const [id] = isPaused(project) ? [] : undeclaredIn(project, moves);
  if (id !== undefined) throw undeclaredInAtlas(id, target);
}

/** @throws UserError for another object that declares one of the services */
export async function refuseOthers(run: Run, moves: readonly Move[], { namespace, reference }: Target): Promise<void> {
  const others = await readProjectObjects(run, namespace);
  for (const move of moves) {
    const other = otherFor(others, move.object, run.warn);
    if (other === undefined) continue;
    const { name, namespace: where = '' } = other.metadata;
    throw new UserError(
      `atlasprivateendpoint/${name} in namespace ${where} declares ${move.label} too, beside ${reference}: with ${referenceOf(move)} as another object, each would delete the other's endpoints`,
      { hint: ['look at it with: ', { verb: 'status', source: `ape/${name}`, namespace: where }] },
    );
  }
}

export function statusOf({ name, namespace }: Target): OwnCommand {
  return { verb: 'status', source: `ap/${name}`, namespace };
}

export function exportOf({ name, namespace }: Target): OwnCommand {
  return { verb: 'export', source: `ap/${name}`, namespace };
}

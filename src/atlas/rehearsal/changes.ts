import type { KubeObject, PatchOperation } from '../../kube/resource.ts';
import { patched } from '../ownership/patched.ts';
import type { Target } from '../sources/lookup.ts';
import type { ObjectWrite } from '../write.ts';

/** What is to be written to an object, in order. */
export interface PlannedWrites {
  readonly target: Target;
  /** Undefined if it does not exist yet. */
  readonly object: KubeObject | undefined;
  readonly writes: readonly ObjectWrite[];
  /** Whether something else will be written that is not known yet. */
  readonly open: boolean;
}

/** An object as it is, and as it would be. */
export interface ObjectChange extends PlannedWrites {
  /** Undefined if it would not exist any more. */
  readonly after: KubeObject | undefined;
}

/** What would become of the objects: of each, after everything that is planned for it. Several endpoints may be in one. */
export async function changesOf(planned: readonly PlannedWrites[]): Promise<readonly ObjectChange[]> {
  const same = Map.groupBy(planned, ({ target }) => `${target.namespace}/${target.reference}`);
  return Promise.all(
    [...same.values()].flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const all = [first, ...others];
      return changeOf({ ...first, writes: all.flatMap(({ writes }) => writes), open: all.some(({ open }) => open) });
    }),
  );
}

async function changeOf(planned: PlannedWrites): Promise<ObjectChange> {
  let after = planned.object;
  for (const write of planned.writes) after = await written(after, write);
  return { ...planned, after };
}

async function written(object: KubeObject | undefined, write: ObjectWrite): Promise<KubeObject | undefined> {
  switch (write.verb) {
    case 'create':
      return write.manifest;
    case 'delete':
      return undefined;
    case 'patch':
      return object === undefined ? undefined : patched(object, write.operations(object));
  }
}

/** Several patches of an object as one, each of them made for what the ones before it have left. */
export async function joinedPatch(
  object: KubeObject,
  writes: readonly Extract<ObjectWrite, { verb: 'patch' }>[],
): Promise<readonly PatchOperation[]> {
  const all: PatchOperation[] = [];
  let now = object;
  for (const { operations } of writes) {
    const own = operations(now);
    all.push(...own);
    now = await patched(now, own);
  }
  return all;
}

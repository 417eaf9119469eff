import { UserError } from '../core/errors.ts';
import type { CloudKind } from '../core/endpoint.ts';
import { aws } from './aws/facts.ts';
import { azure } from './azure/facts.ts';
import type { CloudFacts } from './provider.ts';
import type { PlacementFlags } from './placement.ts';

/** Every cloud that has an implementation here. Ids that look like none of the others' are taken for the last one's. */
const clouds: Partial<Record<CloudKind, CloudFacts>> = { AZURE: azure, AWS: aws };

/** @throws UserError for a cloud without an implementation */
export function cloudOf(kind: CloudKind): CloudFacts {
  const facts = clouds[kind];
  if (facts === undefined) {
    throw new UserError(`this version makes no cloud endpoints on ${kind}`, {
      hint: "create the endpoint with the cloud's own tools and write its id into the spec with kubectl edit",
    });
  }
  return facts;
}

/**
 * Checks what can be checked of the flags before anything is asked of a cluster: the flags themselves say for which cloud they are.
 * @param several whether they may be for several clouds: then each says for which region it is
 * @throws UserError for a malformed flag or id, an incomplete placement, or the flags of two clouds
 */
export function checkFlags(flags: PlacementFlags, id: string | undefined, several = false): void {
  const named = Object.values(clouds).filter((facts) => facts.ownFlags(flags).length > 0);
  const [first, second] = named;
  if (first !== undefined && second !== undefined && !several) {
    throw new UserError(
      `${first.ownFlags(flags)[0]} is for ${first.name} and ${second.ownFlags(flags)[0]} for ${second.name}: an endpoint is made on one cloud`,
      {
        hint: 'give the flags of the cloud that the Atlas deployment runs on; where it runs on both, write REGION=ID in each',
      },
    );
  }
  for (const facts of named) facts.placement(facts.only(flags));
  if (id !== undefined)
    Object.values(clouds)
      .find((facts) => facts.looksLikeId(id))
      ?.checkId(id);
}

/** Checks that the flags are for the cloud that the source runs on. @throws UserError when they are for another one */
export function checkCloud(facts: CloudFacts, reference: string, flags: PlacementFlags, ip: string | undefined): void {
  for (const other of Object.values(clouds)) {
    const [stray] = other === facts ? [] : other.ownFlags(flags);
    if (stray === undefined) continue;
    throw new UserError(`${reference} runs on ${facts.name}, and ${stray} is for ${other.name}`, {
      hint: `on ${facts.name} an endpoint is placed with: ${facts.placementHint}`,
    });
  }
  if (ip !== undefined && !facts.needsIp) {
    throw new UserError(`${reference} runs on ${facts.name}, where an endpoint is linked by its id alone`, {
      hint: 'leave --ip out',
    });
  }
}

/** The clouds that the flags are for. */
export function cloudsOf(flags: PlacementFlags): readonly CloudKind[] {
  const kinds = Object.keys(clouds) as CloudKind[];
  return kinds.filter((kind) => (clouds[kind]?.ownFlags(flags).length ?? 0) > 0);
}

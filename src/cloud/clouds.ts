import { UserError } from '../core/errors.ts';
import type { CloudKind } from '../core/phase.ts';
import { aws } from './aws/facts.ts';
import type { CloudFacts } from './provider.ts';

/** Every cloud that has an implementation here. */
const clouds: Partial<Record<CloudKind, CloudFacts>> = { AWS: aws };

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

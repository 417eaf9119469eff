import { UserError } from '../core/errors.ts';
import { aws } from './aws/facts.ts';
import { azure } from './azure/facts.ts';
import type { CloudFacts } from './facts.ts';
import type { CloudKind } from './kind.ts';

/** The table of the clouds. */
export type Clouds = { readonly [K in CloudKind]: CloudFacts<K> };

/** Every supported cloud. The order is that of the help, and has no other meaning. */
export const clouds = { AWS: aws, AZURE: azure } as const satisfies Clouds;

/** All supported clouds. */
export function allClouds(): readonly CloudFacts[] {
  return Object.values(clouds);
}

/** Whether the cloud that Atlas calls so is supported. */
export function isServed(provider: string | undefined): provider is CloudKind {
  return provider !== undefined && Object.hasOwn(clouds, provider);
}

/**
 * The cloud that Atlas calls so.
 * @param provider as a source names it; empty if it names none
 * @throws UserError for an unsupported cloud
 */
export function cloudNamed(provider: string): CloudFacts {
  if (isServed(provider)) return clouds[provider];
  if (provider === '') {
    throw new UserError('the source names no cloud provider', {
      hint: `name one in its spec with kubectl edit: ${Object.keys(clouds).join(' or ')}`,
    });
  }
  throw new UserError(`this version cannot create cloud endpoints on ${provider}`, {
    hint: "create the endpoint with the cloud's own tools and write its id into the spec with kubectl edit",
  });
}

/**
 * A name of a resource from `projects/` on: Compute Engine takes and answers links of several hosts, which all end in it
 * (cloud.google.com/compute/docs/reference/rest/v1, "resource URLs").
 */
export function relativeName(link: string): string {
  return link.replace(/^https?:\/\/[^/]+\/(?:compute\/)?(?:v1|beta)\//, '').replace(/^\/+/, '');
}

/** The part of a name that follows a collection: of `projects/shop/regions/us-east1` and `regions` it is `us-east1`. */
export function partOfName(name: string, collection: string): string | undefined {
  const parts = relativeName(name).split('/');
  const at = parts.indexOf(collection);
  return at < 0 ? undefined : parts[at + 1];
}

/** The last part of a link. */
export function lastPart(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** A region of a project. */
export interface Place {
  readonly project: string;
  /** In Google's spelling. */
  readonly region: string;
}

/** The name of something in a region. */
export function nameIn({ project, region }: Place, collection: string, name: string): string {
  return `projects/${project}/regions/${region}/${collection}/${name}`;
}

/** How messages name a VPC network, which may be another project's. */
export function networkWords(link: string): string {
  return `network ${partOfName(link, 'projects') ?? '<unknown>'}/${lastPart(link)}`;
}

/** The network that `networkWords` names; undefined for other words. */
export function namedNetwork(words: string): string | undefined {
  const [, project, name] = /^network (\S+)\/([^/\s]+)$/.exec(words) ?? [];
  return project === undefined || name === undefined ? undefined : `projects/${project}/global/networks/${name}`;
}

/** What Google calls resources: a letter, then letters, digits and dashes, 63 at most (RFC 1035). */
export const resourceName = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Ids of projects, which may be in a domain: `example.com:shop`. */
export const projectId = /^(?:[a-z0-9][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

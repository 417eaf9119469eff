/**
 * Resources are kept by their relative name, such as `projects/shop-prod/regions/europe-west1/addresses/a`. Everything that the API
 * writes is a link: the same name behind this prefix, wherever the API is served.
 */
const prefix = 'https://www.googleapis.com/compute/v1/';

export const link = (name: string): string => `${prefix}${name}`;

export const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

export const projectOf = (name: string): string => name.split('/')[1] ?? '';

/** The region in a name; undefined in the name of a global or zonal resource. */
export const regionOf = (name: string): string | undefined => /\/regions\/([^/]+)/.exec(name)?.[1];

export const regionName = (project: string, region: string): string => `projects/${project}/regions/${region}`;

/**
 * The relative name that a reference in a request means. Clients write whole links, of either of Google's two hosts or of the one that
 * they were told to use instead, names from `projects/` on, and names from `regions/` or `global/` on, which are of the request's own project.
 * @returns undefined for a text that is no reference
 */
export function nameOf(reference: string, project: string): string | undefined {
  const path = reference.replace(
    /^(?:https:\/\/(?:www|compute)\.googleapis\.com|http:\/\/127\.0\.0\.1:\d+)\/compute\/(?:v1|beta)\//,
    '',
  );
  if (/^projects\/[^/]+\/(?:global|regions\/[^/]+|zones\/[^/]+)\/[A-Za-z]+\/[^/]+$/.test(path)) return path;
  return /^(?:global|regions\/[^/]+)\/[A-Za-z]+\/[^/]+$/.test(path) ? `projects/${project}/${path}` : undefined;
}

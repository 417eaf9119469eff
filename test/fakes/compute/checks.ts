import type { Call } from './call.ts';
import { ComputeError, invalidField } from './errors.ts';
import { nameOf, projectOf, regionOf } from './links.ts';
import type { Subnetwork } from './model.ts';
import { regions } from './regions.ts';

const namePattern = '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)';

/** The region in the path. @throws ComputeError 400 */
export function regionIn(call: Call): string {
  const region = call.param('region');
  if (!regions.includes(region)) throw invalidField('region', region, 'Unknown region.');
  return region;
}

/** A text of the body; empty when it is left out. @throws ComputeError 400 for anything but a text */
export function textOf({ body }: Call, field: string): string {
  const value = body[field];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw invalidField(`resource.${field}`, JSON.stringify(value), 'A text is expected.');
}

export function booleanOf({ body }: Call, field: string): boolean {
  const value = body[field] ?? false;
  if (typeof value === 'boolean') return value;
  throw invalidField(`resource.${field}`, JSON.stringify(value), 'true or false is expected.');
}

/** The name that a new resource is to have. @throws ComputeError 400 */
export function newName(call: Call): string {
  const name = textOf(call, 'name');
  if (name === '') throw new ComputeError(400, 'required', "Required field 'resource.name' not specified");
  if (!new RegExp(`^${namePattern}$`).test(name))
    throw invalidField('resource.name', name, `Must be a match of regex '${namePattern}'`);
  return name;
}

/** Refuses what the fake does not model, so that no test relies on a field that is ignored. @throws ComputeError 400 */
export function checkFields({ body }: Call, resource: string, known: readonly string[]): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const message = `Invalid JSON payload received. Unknown name "${unknown}" at '${resource}': Cannot find field.`;
  throw new ComputeError(400, 'invalid', message, { rpcStatus: 'INVALID_ARGUMENT' });
}

/** The relative name that a field refers to. @throws ComputeError 400 */
export function referenceOf(call: Call, field: string, collection: string): string {
  const text = textOf(call, field);
  const name = nameOf(text, call.project.id);
  if (name === undefined || name.split('/').at(-2) !== collection)
    throw invalidField(`resource.${field}`, text, 'The URL is malformed.');
  // A project may be written with its number, too.
  const owner = [...call.google.projects.values()].find(({ number }) => number === projectOf(name));
  return owner === undefined ? name : name.replace(/^projects\/[^/]+/, `projects/${owner.id}`);
}

/** Whether something of a project may be used here: it is the request's own, or the host project of its Shared VPC. */
export function checkProject(call: Call, field: string, name: string): void {
  const owner = projectOf(name);
  if (owner === call.project.id || owner === call.project.host) return;
  throw invalidField(`resource.${field}`, name, 'Cross-project references for this resource are not allowed.');
}

/** The subnet that a field refers to, which has to be in the request's region. @throws ComputeError 400 */
export function subnetworkOf(call: Call, region: string): Subnetwork {
  const name = referenceOf(call, 'subnetwork', 'subnetworks');
  checkProject(call, 'subnetwork', name);
  call.permissions.check(['compute.subnetworks.use', name]);
  const subnetwork = call.google.subnetworks.get(name);
  if (subnetwork === undefined)
    throw invalidField('resource.subnetwork', name, 'The referenced subnetwork resource cannot be found.');
  if (regionOf(name) !== region)
    throw invalidField('resource.subnetwork', name, `The subnetwork must be in the same region ${region}.`);
  return subnetwork;
}

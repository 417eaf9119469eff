import { UserError } from '../../core/errors.ts';
import { podResource } from './pod.ts';
import { type WorkloadResource, workloadResources } from './workload.ts';

/** What to look from: a Pod, or any of a workload's. */
export interface PlaceName {
  /** Undefined for a Pod. */
  readonly workload: WorkloadResource | undefined;
  readonly name: string;
}

function spellings(
  { plural, singular, group }: { plural: string; singular: string; group: string },
  short: string,
): string[] {
  return [plural, singular, short, ...(group === '' ? [] : [`${plural}.${group}`, `${singular}.${group}`])];
}

/**
 * Reads what to look from as kubectl reads its arguments: `TYPE/NAME`, `TYPE NAME`, or `NAME` for a Pod.
 * @param flag that it was given with, for the message
 * @throws UserError
 */
export function placeName(text: string, flag: string): PlaceName {
  const [type, name, ...more] = text.trim().split(/[/\s]+/);
  const refuse = (reason: string): UserError =>
    new UserError(`invalid argument "${text}" for ${flag}: ${reason}`, {
      hint: 'write it like pod/NAME, deploy/NAME, sts/NAME or ds/NAME',
    });
  if (type === undefined || type === '' || name === '' || more.length > 0) throw refuse('expected TYPE/NAME');
  if (name === undefined) return { workload: undefined, name: type };
  if (spellings(podResource, 'po').includes(type.toLowerCase())) return { workload: undefined, name };
  const workload = workloadResources.find((each) => spellings(each, each.shortName).includes(type.toLowerCase()));
  if (workload === undefined) throw refuse(`cannot probe from the type "${type}"`);
  return { workload, name };
}

import { cloudFlags } from '../../../cloud/flags/table.ts';
import { allClouds } from '../../../cloud/table.ts';
import { UserError } from '../../../core/errors.ts';
import type { FlagValue } from '../../args/flag.ts';

/** The flags that name or describe one endpoint. */
function namesForOne(): readonly string[] {
  return [
    'endpoint',
    'id',
    ...allClouds().flatMap(({ attachmentFlags }) => Object.keys(attachmentFlags)),
    ...cloudFlags().flatMap(({ name, single }) => (single === true ? [name] : [])),
    'project',
    'project-id',
    'connection-secret',
    'provider',
  ];
}

/**
 * Refuses flags that are about one endpoint beside the names of several objects.
 * @throws UserError
 */
export function refuseForOne(args: object): void {
  const given = new Map<string, FlagValue>(Object.entries(args));
  const name = namesForOne().find((each) => isGiven(given.get(each)));
  if (name === undefined) return;
  throw new UserError(`--${name} is for one endpoint, and this command line is for several objects`, {
    hint: `name one of them, or omit --${name}`,
  });
}

function isGiven(value: FlagValue): boolean {
  return value !== undefined && value !== false && value !== '' && (typeof value !== 'object' || value.length > 0);
}

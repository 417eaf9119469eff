import { cloudFlags } from '../../../cloud/flags/table.ts';
import type { KeepFlag } from '../../args/pflag.ts';
import { valueFor } from '../../endpoints/regional-placement.ts';
import type { Resolved } from '../../endpoints/resolve.ts';
import { siteOf } from './shared-endpoints.ts';

/** Of the flags of a command line for several objects, those that a command line for one of them takes, with what they say of it. */
export function flagsOfOne({ declaring }: Resolved): KeepFlag {
  const sites = declaring.map(siteOf);
  const regions = sites.flatMap(({ atlasRegion }) => atlasRegion ?? []);
  return (name, value) => {
    const flag = cloudFlags().find((each) => each.name === name);
    if (flag === undefined) return value;
    if (!flag.clouds.some(({ kind }) => sites.some(({ cloud }) => cloud === kind))) return undefined;
    return flag.regions === 'each' ? valueFor(value, regions) : value;
  };
}

import { awsOnCommandLine } from './aws/flags.ts';
import { azureOnCommandLine } from './azure/flags.ts';
import { gcpOnCommandLine } from './gcp/flags.ts';
import type { CloudKind } from './kind.ts';
import type { CloudOnCommandLine } from './flags/on-command-line.ts';

/** What command lines say of every cloud, in the order of the table of clouds, without what is done with it. */
export const cloudsOnCommandLine = {
  AWS: awsOnCommandLine,
  AZURE: azureOnCommandLine,
  GCP: gcpOnCommandLine,
} as const satisfies { readonly [K in CloudKind]: CloudOnCommandLine<K> };

/** The same as a list. */
export function allOnCommandLine(): readonly CloudOnCommandLine[] {
  return Object.values(cloudsOnCommandLine);
}

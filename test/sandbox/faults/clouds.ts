import { awsFaults } from './aws.ts';
import { azureFaults } from './azure.ts';
import type { Fault } from './fault.ts';
import { gcpFaults } from './gcp.ts';

/** What is wrong in a cloud. */
export const cloudFaults: readonly Fault[] = [...awsFaults, ...azureFaults, ...gcpFaults];

/** The same operator where the upgrade has left the CRDs of 2.11 as they were. */
import { imageOutweighsCrds } from './flows/left-crds.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.13.2', [imageOutweighsCrds], { leftCrds: 'v2.11' });

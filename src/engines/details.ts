import type { AwsDetails } from '../cloud/aws/details.ts';
import type { AzureDetails } from '../cloud/azure/details.ts';
import type { GcpDetails } from '../cloud/gcp/details.ts';

/** What each supported cloud shows of an endpoint. */
type AnyDetails = AwsDetails | AzureDetails | GcpDetails;

/** What one cloud shows of an endpoint; never, for a cloud that has no form for it. */
export type DetailsOf<K extends string> = Extract<AnyDetails, { readonly cloud: K }>;

import { createHash } from 'node:crypto';
import { type Json, text } from './routes.ts';

/** What Google Cloud tells Atlas of a forwarding rule: its address, and the service attachment that it connects to. */
export interface ConsumerRule {
  readonly ip: string;
  readonly target: string;
}

/** A forwarding rule as an interface names it. */
export interface NamedRule {
  readonly project: string;
  /** In Google's spelling. */
  readonly region: string;
  readonly name: string;
}

/** What Atlas says of an interface whose rule it does not find. */
export const RULE_NOT_FOUND =
  'The endpoint could not be found in GCP. Please verify the endpoint name is correct and is created in the correct GCP project and try again';

/** The regions whose two names are not the same words in another order. */
const irregular: Readonly<Record<string, string>> = {
  CENTRAL_US: 'us-central1',
  EASTERN_US: 'us-east1',
  WESTERN_US: 'us-west1',
  WESTERN_EUROPE: 'europe-west1',
  EASTERN_ASIA_PACIFIC: 'asia-east1',
  NORTHEASTERN_ASIA_PACIFIC: 'asia-northeast1',
  SOUTHEASTERN_ASIA_PACIFIC: 'asia-southeast1',
};

/** A region of Google Cloud in Google's spelling, given in either one: `EUROPE_WEST_3` and `europe-west3` are the same. */
export function gcpRegion(region: string): string {
  if (/^[a-z]/.test(region)) return region;
  const joined = region
    .replace('NORTH_AMERICA', 'NORTHAMERICA')
    .replace('SOUTH_AMERICA', 'SOUTHAMERICA')
    .replace('MIDDLE_EAST', 'ME');
  return (
    irregular[region] ??
    joined
      .toLowerCase()
      .replace(/_(\d+)$/, '$1')
      .replaceAll('_', '-')
  );
}

/** The names of a service's attachments; they are in a project of Atlas's own. */
export function attachmentNames(serviceId: string, region: string, count: number): readonly string[] {
  const place = gcpRegion(region);
  const project = createHash('sha256').update(`project/${serviceId}`).digest('hex').slice(0, 24);
  return Array.from(
    { length: count },
    (_, index) => `projects/p-${project}/regions/${place}/serviceAttachments/sa-${place}-${serviceId}-${index}`,
  );
}

/** The rules that the body of an interface lists. */
export function endpointsOf(body: Json): readonly { readonly name: string; readonly ip: string }[] {
  const list = (body['endpoints'] ?? []) as readonly Json[];
  return list.map((endpoint) => ({ name: text(endpoint['endpointName']), ip: text(endpoint['ipAddress']) }));
}

/** A name of an attachment without the link that may stand before it. */
export const relative = (name: string): string => name.replace(/^https:\/\/[^/]+\/compute\/v1\//, '');

/** The private strings of a cluster over one interface on Google Cloud. */
export function gcpStrings(
  cluster: string,
  index: number,
  { region, portMapped, alone }: { readonly region: string; readonly portMapped: boolean; readonly alone: boolean },
): { readonly connectionString: string; readonly srvConnectionString: string } {
  // A cluster that is on other clouds, too, keeps the host name of the others.
  const label = portMapped && alone ? 'psc' : 'pl';
  const host = portMapped ? `pl-${index}-${gcpRegion(region)}-gcp.ab1cd.mongodb.net` : undefined;
  const hosts = [0, 1, 2].map((node) =>
    host === undefined
      ? `${cluster}-shard-00-0${node}-pl-${index}.ab1cd.mongodb.net:${27015 + node}`
      : `${host}:${1024 + node}`,
  );
  return {
    connectionString: `mongodb://${hosts.join(',')}/?ssl=true&authSource=admin&replicaSet=atlas-ab1cd-shard-0`,
    srvConnectionString: `mongodb+srv://${cluster}-${label}-${index}.ab1cd.mongodb.net`,
  };
}

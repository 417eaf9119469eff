import { UserError } from '../core/errors.ts';
import type { CloudKind } from '../core/phase.ts';

/** Azure's regions in Atlas's spelling (mongodb.com/docs/atlas/reference/microsoft-azure): no rule leads from one to the other. */
const azure: Readonly<Record<string, string>> = {
  australiacentral: 'AUSTRALIA_CENTRAL',
  australiacentral2: 'AUSTRALIA_CENTRAL_2',
  australiaeast: 'AUSTRALIA_EAST',
  australiasoutheast: 'AUSTRALIA_SOUTH_EAST',
  brazilsouth: 'BRAZIL_SOUTH',
  brazilsoutheast: 'BRAZIL_SOUTHEAST',
  canadacentral: 'CANADA_CENTRAL',
  canadaeast: 'CANADA_EAST',
  centralindia: 'INDIA_CENTRAL',
  centralus: 'US_CENTRAL',
  eastasia: 'ASIA_EAST',
  eastus: 'US_EAST',
  eastus2: 'US_EAST_2',
  francecentral: 'FRANCE_CENTRAL',
  francesouth: 'FRANCE_SOUTH',
  germanynorth: 'GERMANY_NORTH',
  germanywestcentral: 'GERMANY_WEST_CENTRAL',
  israelcentral: 'ISRAEL_CENTRAL',
  italynorth: 'ITALY_NORTH',
  japaneast: 'JAPAN_EAST',
  japanwest: 'JAPAN_WEST',
  koreacentral: 'KOREA_CENTRAL',
  koreasouth: 'KOREA_SOUTH',
  northcentralus: 'US_NORTH_CENTRAL',
  northeurope: 'EUROPE_NORTH',
  norwayeast: 'NORWAY_EAST',
  norwaywest: 'NORWAY_WEST',
  polandcentral: 'POLAND_CENTRAL',
  qatarcentral: 'QATAR_CENTRAL',
  southafricanorth: 'SOUTH_AFRICA_NORTH',
  southafricawest: 'SOUTH_AFRICA_WEST',
  southcentralus: 'US_SOUTH_CENTRAL',
  southeastasia: 'ASIA_SOUTH_EAST',
  southindia: 'INDIA_SOUTH',
  spaincentral: 'SPAIN_CENTRAL',
  swedencentral: 'SWEDEN_CENTRAL',
  swedensouth: 'SWEDEN_SOUTH',
  switzerlandnorth: 'SWITZERLAND_NORTH',
  switzerlandwest: 'SWITZERLAND_WEST',
  uaecentral: 'UAE_CENTRAL',
  uaenorth: 'UAE_NORTH',
  uksouth: 'UK_SOUTH',
  ukwest: 'UK_WEST',
  westcentralus: 'US_WEST_CENTRAL',
  westeurope: 'EUROPE_WEST',
  westindia: 'INDIA_WEST',
  westus: 'US_WEST',
  westus2: 'US_WEST_2',
  westus3: 'US_WEST_3',
};

/** How Atlas spells regions: US_EAST_1, EUROPE_NORTH. */
const atlasSpelling = /^[A-Z]{2,}(?:_[A-Z]+)+(?:_\d)?$/;

/** AWS's regions follow a rule: us-east-1 is US_EAST_1 (terraform-provider-mongodbatlas, MongoDBRegionToAWSRegion). */
function awsRegion(text: string): string | undefined {
  const upper = text.toUpperCase().replaceAll('-', '_');
  return /^[A-Z]{2}(?:_[A-Z]+)+_\d$/.test(upper) ? upper : undefined;
}

function azureRegion(text: string): string | undefined {
  return atlasSpelling.test(text) ? text : azure[text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')];
}

/**
 * A region as Atlas spells it, from Atlas's or the cloud's own spelling.
 * @throws UserError with what there is when it is neither
 */
export function atlasRegionOf(cloud: CloudKind, text: string): string {
  const found = cloud === 'AWS' ? awsRegion(text) : azureRegion(text);
  if (found !== undefined) return found;
  const known =
    cloud === 'AWS' ? 'write it like us-east-1 or US_EAST_1' : `Atlas knows: ${Object.values(azure).sort().join(', ')}`;
  throw new UserError(`invalid value "${text}" for --region: not a region of ${cloud === 'AWS' ? 'AWS' : 'Azure'}`, {
    hint: known,
  });
}

/** Letters and the digits from 2 on, in no order (operator v1.6.0:pkg/api/v1/status/privateendpoint.go, TransformRegionToID; the same up to v2.15.1). */
function fuzzy(region: string): string {
  const letters = region
    .toLowerCase()
    .replaceAll(/(north|south|west|east)ern/g, '$1')
    .replaceAll(/[^a-z2-9]+/g, '');
  return Array.from(letters).sort().join('');
}

/** Whether two spellings are the same region to the operator. */
export function isSameRegion(a: string, b: string): boolean {
  return fuzzy(a) === fuzzy(b);
}

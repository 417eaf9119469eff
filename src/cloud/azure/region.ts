import { UserError } from '../../core/errors.ts';
import type { Region } from '../facts.ts';
import { ownValue } from '../../core/outside-values.ts';

/**
 * Azure's regions in Atlas's spelling, as MongoDB's own Terraform module for Atlas on Azure maps them (github.com/terraform-mongodbatlas-modules/
 * terraform-mongodbatlas-atlas-azure, variable atlas_to_azure_region): no rule converts one into the other.
 */
const atlasNames: Readonly<Record<string, string>> = {
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
  chilecentral: 'CHILE_CENTRAL',
  eastasia: 'ASIA_EAST',
  eastus: 'US_EAST',
  eastus2: 'US_EAST_2',
  francecentral: 'FRANCE_CENTRAL',
  francesouth: 'FRANCE_SOUTH',
  germanynorth: 'GERMANY_NORTH',
  germanywestcentral: 'GERMANY_WEST_CENTRAL',
  indonesiacentral: 'INDONESIA_CENTRAL',
  israelcentral: 'ISRAEL_CENTRAL',
  italynorth: 'ITALY_NORTH',
  japaneast: 'JAPAN_EAST',
  japanwest: 'JAPAN_WEST',
  koreacentral: 'KOREA_CENTRAL',
  koreasouth: 'KOREA_SOUTH',
  malaysiawest: 'MALAYSIA_WEST',
  mexicocentral: 'MEXICO_CENTRAL',
  newzealandnorth: 'NEW_ZEALAND_NORTH',
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

/** Every one of them in both spellings. */
export const regions: readonly Region[] = Object.entries(atlasNames).map(([own, atlas]) => ({ atlas, own }));

/** How Atlas spells regions: EUROPE_NORTH, US_EAST_2. The first of a name has no digit, which distinguishes it from AWS's US_EAST_1. */
const atlasSpelling = /^[A-Z]{2,}(?:_[A-Z]+)+(?:_[2-9])?$/;

/**
 * A region in Atlas's spelling, from either spelling. Any region in Atlas's form is accepted, because Atlas opens new ones.
 * @throws UserError for an unknown region, with a list of the known ones
 */
export function atlasRegion(text: string): string {
  const found = atlasSpelling.test(text) ? text : ownValue(atlasNames, text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  if (found !== undefined) return found;
  throw new UserError(`invalid value "${text}" for --region: not a region of Azure`, {
    hint: `Atlas knows: ${Object.values(atlasNames).sort().join(', ')}`,
  });
}

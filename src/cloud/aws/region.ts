import { UserError } from '../../core/errors.ts';
import type { Region } from '../facts.ts';

/** The form of the names of Atlas's services; in China they begin with `cn.` (docs.aws.amazon.com/vpc/latest/privatelink). */
const serviceName = /^(?:cn\.)?com\.amazonaws\.vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]+$/;

/** The region in an endpoint service's name; undefined if the name has another form. */
export function regionOfService(service: string): string | undefined {
  return serviceName.exec(service)?.[1];
}

/** Atlas writes AWS regions in capitals with underscores: US_EAST_1 is us-east-1 (terraform-provider-mongodbatlas, MongoDBRegionToAWSRegion). */
export function regionOfAtlas(atlasRegion: string): string {
  return atlasRegion.toLowerCase().replaceAll('_', '-');
}

/** Checks --region. @throws UserError if it is not the name of an AWS region */
export function checkRegion(region: string): void {
  if (/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) return;
  const own = regionOfAtlas(region);
  throw new UserError(`invalid value "${region}" for --region: not an AWS region`, {
    hint: /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(own)
      ? `AWS spells it --region=${own}`
      : 'it looks like --region=us-east-1; without it, the region of the service is used',
  });
}

/** A region in Atlas's spelling, from either spelling: one follows from the other. @throws UserError if it is neither */
export function atlasRegion(text: string): string {
  const upper = text.toUpperCase().replaceAll('-', '_');
  if (/^[A-Z]{2}(?:_[A-Z]+)+_\d$/.test(upper)) return upper;
  throw new UserError(`invalid value "${text}" for --region: not a region of AWS`, {
    hint: 'write it like us-east-1 or US_EAST_1',
  });
}

/**
 * The public regions and those of GovCloud, as the SDK lists them (partitions.json of botocore, the partitions aws and aws-us-gov), for
 * completion alone: AWS opens new ones, and any name of their form is taken.
 */
const names = `
  us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1
  eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
  ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
  af-south-1 il-central-1 me-central-1 me-south-1 us-gov-east-1 us-gov-west-1`;

/** Every one of them in both spellings. */
export const regions: readonly Region[] = names
  .trim()
  .split(/\s+/)
  .map((own) => ({ atlas: atlasRegion(own), own }));

import { UserError } from '../../core/errors.ts';

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

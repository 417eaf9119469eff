/** Where a command of the `aws` command line acts. */
export interface AwsPlace {
  readonly region: string;
  /** The profile of the typed command line; what a variable names is still there when the command is pasted. */
  readonly profile: string | undefined;
}

/** ` --profile NAME`, quoted for a shell where that is needed; nothing without a profile. */
export function profileFlag(profile: string | undefined): string {
  if (profile === undefined) return '';
  return ` --profile ${/^[\w@%+=:,./-]+$/.test(profile) ? profile : `'${profile.replaceAll("'", String.raw`'\''`)}'`}`;
}

/** A command of `aws ec2` that acts where this program does. @param call such as `describe-subnets` @param rest its other flags */
export function ec2Command({ region, profile }: AwsPlace, call: string, rest: string): string {
  return `aws ec2 ${call} --region ${region}${profileFlag(profile)} ${rest}`;
}

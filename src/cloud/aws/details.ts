/** An interface VPC endpoint, as EC2 shows it. */
export interface AwsDetails {
  readonly cloud: 'AWS';
  /** The region that the endpoint is in. */
  readonly region: string;
  /** The region of the service, if it is another one. */
  readonly serviceRegion: string | undefined;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly privateDns: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

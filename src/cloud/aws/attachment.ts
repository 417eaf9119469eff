/** What Atlas has to be told of an interface VPC endpoint. */
export interface AwsAttachment {
  readonly cloud: 'AWS';
  /** Such as `vpce-0123456789abcdef0`. */
  readonly id: string;
}

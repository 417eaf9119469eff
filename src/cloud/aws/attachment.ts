/** What Atlas needs to know about an interface VPC endpoint. */
export interface AwsAttachment {
  readonly cloud: 'AWS';
  /** Such as `vpce-0123456789abcdef0`. */
  readonly id: string;
}

/** The attachment of an id; undefined without one. */
export function awsAttachment(id: string | undefined): AwsAttachment | undefined {
  return id === undefined || id === '' ? undefined : { cloud: 'AWS', id };
}

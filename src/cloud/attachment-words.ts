/** How messages describe what an attachment has in addition to the cloud endpoint's id. */
export interface AttachmentWords {
  /** Such as `private address`. */
  readonly name: string;
  /** The same where the context is clear, such as `address`. */
  readonly short: string;
  /** Such as `10.20.1.4`. */
  readonly value: string;
  /** The flag that gives it, such as `--ip`. */
  readonly flag: string;
  /** Why it never changes; a clause that can follow a semicolon. */
  readonly constancy: string;
}

/** Where requests are logged with -v. */
export interface RequestLog {
  /** 6 logs requests, 7 their headers too, 8 and above their bodies too. */
  readonly level: number;
  readonly write: (line: string) => void;
}

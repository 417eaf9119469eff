/** Who is told of each request under -v. */
export interface RequestLog {
  /** 6 tells of requests, 7 of their headers, 8 and above of bodies. */
  readonly level: number;
  readonly write: (line: string) => void;
}

/** Where a command writes; the process's stdout and stderr are such streams, tests have their own. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What a person sees of one command. */
export interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

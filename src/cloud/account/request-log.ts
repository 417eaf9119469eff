/** Where requests to a cloud are logged, at -v 6 and above. */
export type RequestLog = ((line: string) => void) | undefined;

/** Sends a request, and logs its outcome and duration. @param what the request, such as `ec2 DescribeSubnets us-east-1` */
export async function logged<T>(log: RequestLog, what: string, send: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const tell = (outcome: string): void =>
    log?.(`${what} ${outcome} in ${Math.round(performance.now() - started)} milliseconds`);
  try {
    const answer = await send();
    tell('OK');
    return answer;
  } catch (error) {
    tell(error instanceof Error ? error.name : 'failed');
    throw error;
  }
}

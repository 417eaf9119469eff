/**
 * Says that something was not tried, and why. The runner shows it and counts it; on a CI server (`CI=true`) it is an error.
 * Only for what a machine may lack, such as Go; there is deliberately no way to skip a single test.
 * @throws Error on a CI server
 */
export function skipped(what: string, reason: string): void {
  if (process.env['CI'] === 'true') throw new Error(`${what} cannot be tried, and CI skips nothing: ${reason}`);
  process.stderr.write(`#skipped ${what}: ${reason.replaceAll('\n', ' ')}\n`);
}

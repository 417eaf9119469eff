import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What can put an ad-hoc signature on a Mach-O file: Apple's own tool, and two that run elsewhere. */
const signers: readonly (readonly [program: string, args: (file: string) => readonly string[]])[] = [
  ['codesign', (file) => ['--force', '--sign', '-', file]],
  ['rcodesign', (file) => ['sign', file]],
  ['ldid', (file) => ['-Cadhoc', '-S', file]],
];

/**
 * Signs a macOS binary ad hoc with the first signer on the PATH. macOS on arm64 kills what bears no signature at all.
 * @returns the signer's name, or undefined when there is none
 * @throws Error when a signer is there and fails
 */
export async function signAdHoc(file: string): Promise<string | undefined> {
  for (const [program, args] of signers) {
    try {
      await run(program, args(file));
      return program;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new Error(`${program} could not sign ${file}`, { cause: error });
    }
  }
  return undefined;
}

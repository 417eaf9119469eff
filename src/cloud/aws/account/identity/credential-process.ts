import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../../../core/errors.ts';
import { firstLine, text } from '../../../account/errors.ts';
import { awsCommand } from '../../command.ts';

/** Credentials as the clients of the SDK take them. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/**
 * Runs a profile's program, which prints credentials (docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html). As the `aws`
 * command does, and unlike the AWS SDK, it runs without a shell. Neither its arguments nor its output appear in any message.
 * @throws UserError when it fails or prints something else
 */
export async function askProcess(profile: string, command: string): Promise<SessionKeys> {
  const [program = '', ...args] = shellWords(command);
  const failed = (reason: string): UserError =>
    new UserError(`the credential_process of the AWS profile ${profile} ${reason}`, {
      hint: ['run it yourself, or check the profile with: ', awsCommand('configure list', { profile })],
    });
  let printed: string;
  try {
    printed = (await promisify(execFile)(program, args, { windowsHide: true, maxBuffer: 1024 ** 2 })).stdout;
  } catch (error) {
    throw failed(`failed: ${reasonOf(error)}`);
  }
  const answer = parse(printed);
  if (answer === undefined) throw failed('printed something other than credentials in JSON');
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer;
  const [accessKeyId, secretAccessKey, sessionToken] = [text(AccessKeyId), text(SecretAccessKey), text(SessionToken)];
  if (Version !== 1) throw failed('printed credentials of an unknown version');
  if (accessKeyId === undefined || secretAccessKey === undefined) throw failed('printed incomplete credentials');
  const expires = text(Expiration);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expires === undefined ? {} : { expiration: new Date(expires) }),
  };
}

/** The program's own error message; never its command line, which may contain a password. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? firstLine(error.stderr) : '';
  if (said !== '') return said;
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? `exit code ${code}` : typeof code === 'string' ? code : 'for an unknown reason';
}

function parse(printed: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(printed);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Splits a command line into words as Python's shlex.split does: blanks separate, quotes and backslashes escape, and no other character
 * is special. On Windows a backslash is an ordinary character, and only double quotes quote.
 */
export function shellWords(line: string, windows = process.platform === 'win32'): readonly string[] {
  const piece = windows ? /"([^"]*)"|([^\s"]+)|(\s+)/gy : /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)|([^\s"'\\]+)|(\s+)/gsy;
  const words: string[] = [];
  let within = false;
  for (const found of line.matchAll(piece)) {
    const parts = found.slice(1);
    if (parts.at(-1) !== undefined) {
      within = false;
      continue;
    }
    const [quoted] = parts;
    const part =
      quoted !== undefined && !windows
        ? quoted.replace(/\\(["\\])/g, '$1')
        : (parts.find((each) => each !== undefined) ?? '');
    if (within) words.push((words.pop() ?? '') + part);
    else words.push(part);
    within = true;
  }
  return words;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../../../core/errors.ts';
import { firstLine } from '../../../account/errors.ts';
import { awsCommand } from '../../command.ts';
import { nonEmpty } from '../../../../core/outside-values.ts';

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
      hint: ['see what the aws command makes of it: ', awsCommand('sts get-caller-identity', { profile })],
    });
  let printed: string;
  try {
    printed = (await promisify(execFile)(program, args, { windowsHide: true, maxBuffer: 1024 ** 2 })).stdout;
  } catch (error) {
    throw failed(reasonOf(error));
  }
  const answer = parse(printed);
  if (answer === undefined) throw failed('printed no JSON object');
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer;
  const [accessKeyId, secretAccessKey, sessionToken] = [
    nonEmpty(AccessKeyId),
    nonEmpty(SecretAccessKey),
    nonEmpty(SessionToken),
  ];
  if (Version !== 1) throw failed('printed credentials of an unsupported Version; only 1 is supported');
  if (accessKeyId === undefined) throw failed('printed credentials without AccessKeyId');
  if (secretAccessKey === undefined) throw failed('printed credentials without SecretAccessKey');
  const expires = nonEmpty(Expiration);
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expires === undefined ? {} : { expiration: new Date(expires) }),
  };
}

/** What happened, with the program's own error message; never its command line, which may contain a password. */
function reasonOf(error: unknown): string {
  // What execFile adds to the error.
  const told = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : []);
  const [stderr, code, signal] = [nonEmpty(told.get('stderr')), told.get('code'), nonEmpty(told.get('signal'))];
  if (stderr !== undefined) return `failed: ${firstLine(stderr)}`;
  if (code === 'ENOENT') return 'cannot be started: there is no such program';
  if (code === 'EACCES') return 'cannot be started: the program is not executable';
  if (signal !== undefined) return `was ended by ${signal}`;
  return typeof code === 'number'
    ? `failed with exit code ${code}`
    : `failed: ${nonEmpty(code) ?? 'it gave no reason'}`;
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

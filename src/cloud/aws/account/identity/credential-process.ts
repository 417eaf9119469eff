import { spawn } from 'node:child_process';
import { UserError } from '../../../../core/errors.ts';
import { endWithUs, leadsGroup } from '../../../../core/programs/end-with-us.ts';
import { type ProgramOutput, outputOf } from '../../../../core/programs/output-of.ts';
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
 * @param onTerminal whether it may ask a person for something
 * @throws UserError when it fails or prints something else
 */
export async function askProcess(profile: string, command: string, onTerminal: boolean): Promise<SessionKeys> {
  const [program = '', ...args] = shellWords(command);
  const failed = (reason: string): UserError =>
    new UserError(`the credential_process of the AWS profile ${profile} ${reason}`, {
      hint: ['see what the aws command reports: ', awsCommand('sts get-caller-identity', { profile })],
    });
  const ended = await runProgram(program, args, onTerminal).catch((error: unknown) => {
    throw failed(whyNotStarted(error));
  });
  if (ended.code !== 0) throw failed(reasonOf(ended));
  const answer = parse(ended.stdout);
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

async function runProgram(program: string, args: readonly string[], onTerminal: boolean): Promise<ProgramOutput> {
  const detached = leadsGroup(onTerminal);
  const child = spawn(program, args, { windowsHide: true, detached, stdio: ['pipe', 'pipe', 'pipe'] });
  endWithUs(child, detached);
  return outputOf(child);
}

/** Why a program could not be started; never its command line, which may contain a password. */
function whyNotStarted(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'cannot be started: there is no such program';
  if (code === 'EACCES') return 'cannot be started: the program is not executable';
  return `cannot be started: ${nonEmpty(code) ?? 'the system gave no reason'}`;
}

/** What happened, with the program's own error message. */
function reasonOf({ stderr, code, signal }: ProgramOutput): string {
  if (stderr !== '') return `failed: ${firstLine(stderr)}`;
  return signal === null ? `failed with exit code ${String(code)}` : `was ended by ${signal}`;
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

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../core/errors.ts';
import { homeFolder } from '../../../../core/home.ts';
import { messageOf } from '../../../account/errors.ts';
import { IniError, type Sections, type Settings, parseIni } from './ini.ts';

/** What the two files of the AWS configuration say. */
export interface SharedConfig {
  /** The profiles of both files. If both have a setting, that of the credentials file takes precedence. */
  readonly profiles: Sections;
  /** The profiles of the config file alone. */
  readonly configured: Sections;
  /** The sections of the credentials file, whose names are those of profiles. */
  readonly credentials: Sections;
  /** The sections of service settings, by the name that a profile refers to with `services`. */
  readonly services: Sections;
  /** The paths of the files, whether they exist or not; an empty variable names none. */
  readonly files: readonly string[];
}

/**
 * Reads the files as the `aws` command does (botocore: session.py `full_config`, configloader.py). A missing file counts as empty.
 * @throws UserError for a file that cannot be parsed
 */
export function readSharedConfig(env: NodeJS.ProcessEnv): SharedConfig {
  // An empty variable names no file; only an unset one stands for the default path.
  const configFile = resolvePath(env['AWS_CONFIG_FILE'] ?? '~/.aws/config', env);
  const credentialsFile = resolvePath(env['AWS_SHARED_CREDENTIALS_FILE'] ?? '~/.aws/credentials', env);
  const sections = readSections(configFile);
  const credentials = readSections(credentialsFile);
  const configured = named(sections, 'profile');
  const profiles = new Map(configured);
  for (const [name, settings] of credentials)
    profiles.set(name, new Map([...(configured.get(name) ?? []), ...settings]));
  return {
    profiles,
    configured,
    credentials,
    services: named(sections, 'services'),
    files: [configFile, credentialsFile].filter((file) => file !== ''),
  };
}

function readSections(file: string): Sections {
  let text: string;
  try {
    if (!statSync(file).isFile()) return new Map();
    text = readFileSync(file, 'utf8');
  } catch {
    // Missing or unreadable: `aws` treats both as an empty file.
    return new Map();
  }
  try {
    return parseIni(text);
  } catch (error) {
    if (!(error instanceof IniError)) throw error;
    throw new UserError(`cannot parse the AWS configuration file ${file}: ${messageOf(error)}`, {
      hint: 'fix that line; the aws command cannot parse the file either',
    });
  }
}

/** The sections `[kind NAME]` by name, which may be quoted; `[default]` is a profile too. */
function named(sections: Sections, kind: 'profile' | 'services'): Sections {
  const found = new Map<string, Settings>();
  for (const [header, settings] of sections) {
    const name = new RegExp(`^${kind}\\s+(?:"([^"]*)"|'([^']*)'|(\\S+))\\s*$`).exec(header)?.slice(1).find(Boolean);
    if (name !== undefined) found.set(name, settings);
    else if (kind === 'profile' && header === 'default') found.set('default', settings);
  }
  return found;
}

/** Expands `~` and variables, as Python's os.path.expanduser and expandvars do. */
function resolvePath(path: string, env: NodeJS.ProcessEnv): string {
  const filled = path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, bare: string | undefined, braced: string | undefined) => {
      return env[bare ?? braced ?? ''] ?? whole;
    },
  );
  return /^~(?=[/\\]|$)/.test(filled) ? join(homeFolder(env), filled.slice(1)) : filled;
}

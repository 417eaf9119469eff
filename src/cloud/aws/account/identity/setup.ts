import { UserError } from '../../../../core/errors.ts';
import type { Settings } from './ini.ts';
import { type SharedConfig, readSharedConfig } from './shared-config.ts';

/** Everything that decides who signs and where, for one command. */
export interface Setup {
  readonly env: NodeJS.ProcessEnv;
  readonly config: SharedConfig;
  /** The profile's name; `default` where nothing names one. */
  readonly profile: string;
  /** What names it; undefined for the default one. */
  readonly namedBy: '--profile' | 'AWS_PROFILE' | 'AWS_DEFAULT_PROFILE' | undefined;
}

/** The settings of a profile; none of one that is not there. */
export function settingsOf({ config }: Setup, profile: string): Settings {
  return config.profiles.get(profile) ?? new Map();
}

/** What a variable says; undefined where it is not set or set to nothing. */
export function filled(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/**
 * Reads the files and chooses the profile: --profile, else AWS_PROFILE, else AWS_DEFAULT_PROFILE. (Version 1 of the `aws` command takes
 * the two variables the other way round; this is version 2: docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html.)
 * @param flag of the command line; an empty one is none
 * @throws UserError for a profile that is in neither file, even where nothing of it would be needed; `aws` refuses it too
 */
export function readSetup(flag: string | undefined, env: NodeJS.ProcessEnv): Setup {
  const config = readSharedConfig(env);
  const named = nameOf(flag, env);
  if (named === undefined) return { env, config, profile: 'default', namedBy: undefined };
  const [namedBy, profile] = named;
  if (profile === '') {
    throw new UserError(`${namedBy} is set to nothing, which names no AWS profile`, {
      hint: `unset ${namedBy}, or name a profile with --profile`,
    });
  }
  if (config.profiles.has(profile)) return { env, config, profile, namedBy };
  throw new UserError(`the AWS profile "${profile}" (${namedBy}) does not exist`, {
    hint: `it was looked for in ${config.files.filter((file) => file !== '').join(' and ')}`,
  });
}

function nameOf(
  flag: string | undefined,
  env: NodeJS.ProcessEnv,
): readonly [NonNullable<Setup['namedBy']>, string] | undefined {
  if (flag !== undefined && flag !== '') return ['--profile', flag];
  for (const variable of ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const) {
    const name = env[variable];
    if (name !== undefined) return [variable, name];
  }
  return undefined;
}

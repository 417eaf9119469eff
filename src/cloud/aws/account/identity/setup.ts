import { anyOf } from '../../../../core/any-of.ts';
import { nearest } from '../../../../core/did-you-mean.ts';
import { UserError } from '../../../../core/errors.ts';
import type { Settings } from './ini.ts';
import { type SharedConfig, readSharedConfig } from './shared-config.ts';

/** Everything that determines the credentials, the region and the endpoints of one command. */
export interface Setup {
  readonly env: NodeJS.ProcessEnv;
  readonly config: SharedConfig;
  /** The profile's name; `default` if nothing names one. */
  readonly profile: string;
  /** What names the profile; undefined for the default profile. */
  readonly namedBy: '--profile' | 'AWS_PROFILE' | 'AWS_DEFAULT_PROFILE' | undefined;
}

/** The settings of a profile; empty if it does not exist. */
export function settingsOf({ config }: Setup, profile: string): Settings {
  return config.profiles.get(profile) ?? new Map();
}

/** The value of a variable; undefined if it is unset or empty. */
export function filled(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/**
 * Reads the files and chooses the profile: --profile, else AWS_PROFILE, else AWS_DEFAULT_PROFILE. (Version 1 of the `aws` command reads
 * the two variables in the opposite order; this is version 2: docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html.)
 * @param flag the value of --profile; an empty one is ignored
 * @throws UserError for a profile that is in neither file, even if none of its settings would be used; `aws` refuses it too
 */
export function readSetup(flag: string | undefined, env: NodeJS.ProcessEnv): Setup {
  const config = readSharedConfig(env);
  const named = nameOf(flag, env);
  if (named === undefined) return { env, config, profile: 'default', namedBy: undefined };
  const [namedBy, profile] = named;
  if (profile === '') {
    throw new UserError(`${namedBy} is set but empty, so it names no AWS profile`, {
      hint: `unset ${namedBy}, or name a profile with --profile`,
    });
  }
  if (config.profiles.has(profile)) return { env, config, profile, namedBy };
  throw new UserError(`the AWS profile "${profile}" (${namedBy}) does not exist`, {
    hint: whereToLook(profile, config),
  });
}

function whereToLook(profile: string, { profiles, files }: SharedConfig): string {
  if (files.length === 0)
    return 'AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE are set but empty, so no file is read';
  const near = nearest(profile, [...profiles.keys()]);
  return `${near === undefined ? '' : `did you mean ${near}? `}there is no such profile in ${anyOf(files)}`;
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

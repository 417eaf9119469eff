import { anyOf } from '../../../../core/any-of.ts';
import { UserError } from '../../../../core/errors.ts';
import { type Setup, settingsOf } from './setup.ts';
import { type CredentialSource, assumesRole, environmentKeys, hasKeys, incomplete, sourceOfProfile } from './source.ts';

/**
 * The credentials that a profile's role is assumed with: those of its source_profile, which may be another role, or of its credential_source
 * (docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html).
 * @param passed the profiles whose roles are assumed with the credentials of this one
 * @throws UserError if the profile names neither or both, or refers back to itself
 */
export function sourceOfRole(setup: Setup, profile: string, passed: readonly string[]): CredentialSource {
  const settings = settingsOf(setup, profile);
  const [source, place] = [settings.get('source_profile'), settings.get('credential_source')];
  if (source !== undefined && place !== undefined)
    throw wrongProfile(setup, profile, 'has both a source_profile and a credential_source');
  if (place !== undefined) return sourceAt(setup, place, profile);
  if (source === undefined) throw incomplete(`of profile ${profile}`, 'source_profile or credential_source');
  if (!setup.config.profiles.has(source))
    throw wrongProfile(setup, profile, `has the source_profile ${source}, which does not exist`);
  const own = settingsOf(setup, source);
  // Only a profile with keys may name itself: they are what it assumes its role with.
  if ([...passed, profile].includes(source) && !(source === profile && hasKeys(own)))
    throw wrongProfile(setup, profile, `has the source_profile ${source}, which refers back to it`);
  if (!hasKeys(own) && assumesRole(own)) return { from: 'role', profile: source };
  const found = sourceOfProfile(setup, source, {});
  if (found !== undefined) return found;
  throw wrongProfile(setup, profile, `has the source_profile ${source}, which has no credentials`);
}

/** @param place the value of credential_source */
function sourceAt(setup: Setup, place: string, profile: string): CredentialSource {
  if (place === 'EcsContainer') return { from: 'container' };
  if (place === 'Ec2InstanceMetadata') return { from: 'instance' };
  const keys = place === 'Environment' ? environmentKeys(setup.env) : undefined;
  if (keys !== undefined) return { from: 'environment', keys };
  throw wrongProfile(setup, profile, `has the credential_source ${place}, which provides no credentials`);
}

function wrongProfile({ config }: Setup, profile: string, fault: string): UserError {
  return new UserError(`the AWS profile ${profile} ${fault}`, {
    hint: `correct the profile in ${anyOf(config.files)}`,
  });
}

import assert from 'node:assert/strict';
import { shellWords } from '../../../../src/cloud/aws/account/identity/credential-process.ts';
import { sourceOfRole } from '../../../../src/cloud/aws/account/identity/role-source.ts';
import { defaultRegion, endpointUrl } from '../../../../src/cloud/aws/account/identity/settings.ts';
import { type Setup, readSetup } from '../../../../src/cloud/aws/account/identity/setup.ts';
import { type CredentialSource, chooseSource } from '../../../../src/cloud/aws/account/identity/source.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { suite } from '../../../harness/suite.ts';
import { type Files, withFiles } from './files.ts';

const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
const environment = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const config = `[default]\nregion = eu-west-1\n${keys('AKDEFAULT')}[profile prod]\nregion = eu-west-2\n${keys('AKPROD')}`;
const webIdentity = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/pod' };

/** A source in short: where it is, and its key or profile. */
function told(source: CredentialSource): string {
  if ('keys' in source) return `${source.from} ${source.keys.accessKeyId}`;
  if ('token' in source) return `${source.from} ${source.token.roleArn}`;
  return 'profile' in source ? `${source.from} ${source.profile}` : source.from;
}

interface Shell extends Files {
  readonly env?: NodeJS.ProcessEnv;
  readonly profile?: string;
}

/** What the setup of a shell gives, or what it is refused with. */
function of<T>(shell: Shell, ask: (setup: Setup) => T | Promise<T>): Promise<T | string> {
  return withFiles(shell, async (files) => {
    try {
      return await ask(readSetup(shell.profile, { ...files, AWS_EC2_METADATA_DISABLED: 'true', ...shell.env }));
    } catch (error) {
      if (error instanceof UserError) return `refused: ${error.message}`;
      throw error;
    }
  });
}

// Every row, and more, is compared with the `aws` command itself in test/process/aws-identity.check.ts.
const sources: readonly (Shell & { readonly expect: string })[] = [
  { expect: 'instance' },
  { env: environment, expect: 'environment AKENV' },
  { config, expect: 'keys AKDEFAULT' },
  { config, env: { AWS_PROFILE: 'prod' }, expect: 'keys AKPROD' },
  { config, env: { AWS_DEFAULT_PROFILE: 'prod' }, expect: 'keys AKPROD' },
  { config, env: { AWS_PROFILE: 'prod', AWS_DEFAULT_PROFILE: 'default' }, expect: 'keys AKPROD' },
  { config, env: { ...environment, AWS_PROFILE: 'prod' }, expect: 'environment AKENV' },
  { config, env: { ...environment, AWS_PROFILE: 'default' }, profile: 'prod', expect: 'keys AKPROD' },
  { config, env: { AWS_PROFILE: 'prod', ...webIdentity }, expect: 'web-identity arn:aws:iam::1:role/pod' },
  { config, env: webIdentity, profile: 'prod', expect: 'keys AKPROD' },
  { config: `${config}sso_account_id = 1\n`, profile: 'prod', expect: 'sso prod' },
  { config: `${config}login_session = arn\n`, profile: 'prod', expect: 'login prod' },
  { config: `${config}credential_process = x\n`, profile: 'prod', expect: 'process prod' },
  { config: `${config}role_arn = arn\n`, profile: 'prod', expect: 'role prod' },
  { config, credentials: `[prod]\n${keys('AKSTORED')}`, profile: 'prod', expect: 'keys AKSTORED' },
  { config: '[profile prod]\n', env: environment, profile: 'prod', expect: 'instance' },
  { env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x' }, expect: 'container' },
  {
    config,
    env: { AWS_ACCESS_KEY_ID: 'AKENV' },
    expect: 'refused: the AWS credentials in the environment are incomplete: AWS_SECRET_ACCESS_KEY is missing',
  },
  {
    credentials: '[prod]\naws_access_key_id = x',
    profile: 'prod',
    expect: 'refused: the AWS credentials of profile prod are incomplete: aws_secret_access_key is missing',
  },
  {
    config,
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' },
    expect: 'refused: the AWS credentials of the web identity are incomplete: AWS_ROLE_ARN or role_arn is missing',
  },
  {
    config,
    env: { ...environment, AWS_PROFILE: 'nope' },
    expect: 'refused: the AWS profile "nope" (AWS_PROFILE) does not exist',
  },
  { config, profile: 'nope', expect: 'refused: the AWS profile "nope" (--profile) does not exist' },
  {
    config,
    env: { ...environment, AWS_PROFILE: '' },
    expect: 'refused: AWS_PROFILE is set but empty, so it names no AWS profile',
  },
];

suite('where the AWS credentials come from', (test) => {
  for (const { expect, ...shell } of sources)
    test(`${JSON.stringify(shell)}: ${expect}`, async () =>
      assert.equal(await of(shell, (setup) => told(chooseSource(setup))), expect));

  test('a file that cannot be parsed is refused, and its text is shown to nobody', async () =>
    assert.match(
      await of({ config: '[a]\nAKIASECRET\n' }, (setup) => told(chooseSource(setup))),
      /^refused: cannot parse the AWS configuration file \S+config: line 2: it is neither a section nor a setting$/,
    ));

  for (const [name, deploy, expect] of [
    ['the source profile', 'source_profile = prod', 'keys AKPROD'],
    ['itself, with keys', `source_profile = deploy\n${keys('AKOWN')}`, 'keys AKOWN'],
    ['the environment', 'credential_source = Environment', 'environment AKENV'],
    ['a container', 'credential_source = EcsContainer', 'container'],
    ['an instance', 'credential_source = Ec2InstanceMetadata', 'instance'],
    ['itself, without keys', 'source_profile = deploy', /refers back/],
    ['neither', '', /source_profile or credential_source is missing/],
    ['both', 'source_profile = prod\ncredential_source = Environment', /has both/],
    ['a profile that is missing', 'source_profile = nope', /nope, which does not exist/],
    ['a profile without credentials', 'source_profile = bare\n[profile bare]', /bare, which has no credentials/],
    ['a place that is none', 'credential_source = Nowhere', /Nowhere, which provides no credentials/],
  ] as const)
    test(`a role is assumed with ${name}`, async () => {
      const shell = { config: `${config}[profile deploy]\nrole_arn = arn\n${deploy}\n`, env: environment };
      const found = await of(shell, (setup) => told(sourceOfRole(setup, 'deploy', [])));
      if (typeof expect === 'string') assert.equal(found, expect);
      else assert.match(found, expect);
    });
});

suite('which AWS region and endpoints are meant', (test) => {
  for (const [env, profile, expect] of [
    [{}, undefined, 'eu-west-1'],
    [{}, 'prod', 'eu-west-2'],
    [{ AWS_DEFAULT_REGION: 'sa-east-1' }, 'prod', 'sa-east-1'],
    [{ AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'sa-east-1' }, 'prod', 'ap-south-1'],
    [{ AWS_REGION: '' }, 'prod', 'refused: AWS_REGION is set but empty, so it names no AWS region'],
    [{ AWS_CONFIG_FILE: '' }, undefined, undefined],
  ] as const)
    test(`region with ${JSON.stringify(env)} and profile ${profile ?? 'default'}: ${expect}`, async () =>
      assert.equal(await of({ config, env, ...(profile === undefined ? {} : { profile }) }, defaultRegion), expect));

  const lab = `${config}endpoint_url = http://all\nservices = lab\n[services lab]\nec2 =\n  endpoint_url = http://ec2\n`;
  for (const [env, service, expect] of [
    [{}, 'ec2', 'http://ec2'],
    [{}, 'sts', 'http://all'],
    [{ AWS_ENDPOINT_URL: 'http://var' }, 'ec2', 'http://var'],
    [{ AWS_ENDPOINT_URL: 'http://var', AWS_ENDPOINT_URL_EC2: 'http://own' }, 'ec2', 'http://own'],
    [{ AWS_ENDPOINT_URL: 'http://var', AWS_ENDPOINT_URL_EC2: 'http://own' }, 'sts', 'http://var'],
    [{ AWS_ENDPOINT_URL: 'http://var', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'ec2', undefined],
  ] as const)
    test(`endpoint of ${service} with ${JSON.stringify(env)}: ${expect}`, async () =>
      assert.equal(await of({ config: lab, env, profile: 'prod' }, (setup) => endpointUrl(setup, service)), expect));

  test('services that are missing are refused', async () =>
    assert.match(
      (await of({ config: `${config}services = lab\n`, profile: 'prod' }, (setup) => endpointUrl(setup, 'ec2'))) ?? '',
      /^refused: the AWS profile prod refers to \[services lab\], which does not exist$/,
    ));
});

suite('the command line of a credential_process', (test) => {
  for (const [line, words] of [
    ['a b  c', ['a', 'b', 'c']],
    [`"a b" 'c "d"' e\\ f`, ['a b', 'c "d"', 'e f']],
    [`a"b c"d''e`, ['ab cde']],
    [`"" x`, ['', 'x']],
    [`"a\\"b\\c"`, ['a"b\\c']],
    ['$HOME; ls|x', ['$HOME;', 'ls|x']],
  ] as const)
    test(line, () => assert.deepEqual(shellWords(line, false), words));

  test('on Windows a backslash is part of a path', () =>
    assert.deepEqual(shellWords('"C:\\Program Files\\x.exe" --flag C:\\y', true), [
      'C:\\Program Files\\x.exe',
      '--flag',
      'C:\\y',
    ]));
});

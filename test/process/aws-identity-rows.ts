import { regionRows } from './aws-region-rows.ts';
import {
  type Row,
  keys,
  environment,
  region,
  two,
  role,
  webIdentity,
  sso,
  session,
  machine,
  container,
  refused,
} from './aws-shell.ts';

const chosenProfile: readonly Row[] = [
  { name: 'the keys of the environment', env: { ...environment, ...region }, expect: 'AKENV us-east-1' },
  { name: 'the default profile', config: two, expect: 'AKDEFAULT eu-west-1' },
  { name: 'AWS_PROFILE', config: two, env: { AWS_PROFILE: 'prod' }, expect: 'AKPROD eu-west-2' },
  { name: 'AWS_DEFAULT_PROFILE', config: two, env: { AWS_DEFAULT_PROFILE: 'prod' }, expect: 'AKPROD eu-west-2' },
  {
    name: 'both variables',
    config: two,
    env: { AWS_PROFILE: 'prod', AWS_DEFAULT_PROFILE: 'default' },
    expect: 'AKPROD eu-west-2',
    version1: 'AKDEFAULT eu-west-1',
  },
  { name: '--profile', config: two, flags: '--profile prod', expect: 'AKPROD eu-west-2' },
  {
    name: '--profile and AWS_PROFILE',
    config: two,
    env: { AWS_PROFILE: 'prod' },
    flags: '--profile default',
    expect: 'AKDEFAULT eu-west-1',
  },
  {
    name: 'an empty --profile',
    config: two,
    env: { AWS_PROFILE: 'prod' },
    flags: '--profile=',
    expect: 'AKPROD eu-west-2',
  },
  { name: 'keys and a default profile', config: two, env: environment, expect: 'AKENV eu-west-1' },
  {
    name: 'keys and AWS_PROFILE',
    config: two,
    env: { ...environment, AWS_PROFILE: 'prod' },
    expect: 'AKENV eu-west-2',
  },
  {
    name: 'keys and AWS_DEFAULT_PROFILE',
    config: two,
    env: { ...environment, AWS_DEFAULT_PROFILE: 'prod' },
    expect: 'AKENV eu-west-2',
  },
  { name: 'keys and --profile', config: two, env: environment, flags: '--profile prod', expect: 'AKPROD eu-west-2' },
  { name: 'an empty AWS_PROFILE', config: two, env: { AWS_PROFILE: '' }, expect: refused },
  {
    name: 'keys and an empty AWS_PROFILE',
    config: two,
    env: { ...environment, ...region, AWS_PROFILE: '' },
    expect: refused,
  },
  { name: 'a profile that is missing', config: two, env: { AWS_PROFILE: 'nope' }, expect: /nope/ },
  {
    name: 'keys and a profile that is missing',
    config: two,
    env: { ...environment, ...region, AWS_PROFILE: 'nope' },
    expect: /nope/,
  },
  { name: '--profile that is missing', config: two, env: environment, flags: '--profile nope', expect: /nope/ },
  {
    name: 'keys and a default profile that is named and missing',
    env: { ...environment, ...region, AWS_PROFILE: 'default' },
    expect: /default/,
  },
];

const environmentKeys: readonly Row[] = [
  {
    name: 'AWS_SESSION_TOKEN',
    env: { ...environment, ...region, AWS_SESSION_TOKEN: 'one' },
    expect: 'AKENV us-east-1 one',
  },
  {
    name: 'AWS_SECURITY_TOKEN and AWS_SESSION_TOKEN',
    env: { ...environment, ...region, AWS_SESSION_TOKEN: 'one', AWS_SECURITY_TOKEN: 'two' },
    expect: 'AKENV us-east-1 two',
  },
  {
    name: 'an empty AWS_SESSION_TOKEN',
    env: { ...environment, ...region, AWS_SESSION_TOKEN: '' },
    expect: 'AKENV us-east-1',
  },
  {
    name: 'an access key without its secret',
    config: two,
    env: { AWS_ACCESS_KEY_ID: 'AKENV' },
    expect: /AWS_SECRET_ACCESS_KEY/,
  },
  {
    name: 'a secret without its access key',
    config: two,
    env: { AWS_SECRET_ACCESS_KEY: 's' },
    expect: 'AKDEFAULT eu-west-1',
  },
  {
    name: 'empty keys',
    config: two,
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: 'prod' },
    expect: 'AKPROD eu-west-2',
  },
  { name: 'nothing at all', env: region, expect: refused },
];

const files: readonly Row[] = [
  {
    name: 'the credentials file goes before the config file',
    config: two,
    credentials: `[prod]\n${keys('AKSTORED')}`,
    flags: '--profile prod',
    expect: 'AKSTORED eu-west-2',
  },
  {
    name: 'a profile of the credentials file alone, with a region and a token',
    credentials: `[prod]\nregion = eu-north-1\n${keys('AKSTORED')}aws_session_token = three\n`,
    env: { AWS_PROFILE: 'prod' },
    expect: 'AKSTORED eu-north-1 three',
  },
  {
    name: 'half of the keys',
    credentials: '[prod]\naws_access_key_id = AKHALF\n',
    config: two,
    flags: '--profile prod',
    expect: /aws_secret_access_key/,
  },
  {
    name: 'names in capitals, colons, comments, a name with a blank',
    config: `# first\n[profile "my prod"]\nRegion: eu-west-3\n; last\nAWS_ACCESS_KEY_ID = AKBLANK\nAWS_Secret_Access_Key: secret\n`,
    env: { AWS_PROFILE: 'my prod' },
    expect: 'AKBLANK eu-west-3',
  },
  { name: 'a section that is there twice', config: `${two}${two}`, env: region, expect: refused },
  { name: 'a setting that is there twice', config: `${two}region = eu-north-1\n`, env: region, expect: refused },
  {
    name: 'a section of the config file without the word profile',
    config: `[prod]\n${keys('AKPROD')}`,
    flags: '--profile prod',
    env: region,
    expect: /prod/,
  },
  {
    name: 'the default profile in two spellings',
    config: `${two}[profile default]\nregion = eu-north-1\n${keys('AKSECOND')}`,
    expect: 'AKSECOND eu-north-1',
  },
  {
    name: 'the usual places',
    config: two,
    env: { AWS_CONFIG_FILE: undefined, AWS_SHARED_CREDENTIALS_FILE: undefined },
    expect: 'AKHOME us-west-1',
  },
  {
    name: 'a path from the home folder',
    config: two,
    env: { AWS_CONFIG_FILE: '~/.aws/config', AWS_SHARED_CREDENTIALS_FILE: '$HOME/.aws/credentials' },
    expect: 'AKHOME us-west-1',
  },
  { name: 'empty paths', env: { ...region, AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' }, expect: refused },
];

const roles: readonly Row[] = [
  {
    name: 'a role with a source profile',
    config: `${two}[profile deploy]\nregion = eu-west-3\n${role}source_profile = prod\n`,
    flags: '--profile deploy',
    expect: 'deploy<AKPROD eu-west-3',
  },
  {
    name: 'keys and a role',
    config: `${two}[profile deploy]\nregion = eu-west-3\n${role}source_profile = prod\n`,
    env: { ...environment, AWS_PROFILE: 'deploy' },
    expect: 'AKENV eu-west-3',
  },
  {
    name: 'a role goes before the keys beside it, which it is assumed with',
    config: `[profile deploy]\nregion = eu-west-3\n${keys('AKOWN')}${role}source_profile = deploy\n`,
    flags: '--profile deploy',
    expect: 'deploy<AKOWN eu-west-3',
  },
  {
    name: 'a role through another',
    config: `${two}[profile first]\nrole_arn = arn:aws:iam::222222222222:role/first\nsource_profile = prod\n[profile deploy]\nregion = eu-west-3\n${role}source_profile = first\n`,
    flags: '--profile deploy',
    expect: 'deploy<first<AKPROD eu-west-3',
  },
  {
    name: "a source profile's SSO goes before its keys",
    config: `[profile base]\n${keys('AKBASE')}${session}[profile deploy]\nregion = eu-west-3\n${role}source_profile = base\n`,
    env: { AWS_ENDPOINT_URL_SSO: 'MACHINE' },
    flags: '--profile deploy',
    expect: 'deploy<ASIASSO eu-west-3',
  },
  {
    name: 'credential_source = Environment',
    config: `[profile deploy]\nregion = eu-west-3\n${role}credential_source = Environment\n`,
    env: environment,
    flags: '--profile deploy',
    expect: 'deploy<AKENV eu-west-3',
  },
  {
    name: 'credential_source = EcsContainer',
    config: `[profile deploy]\nregion = eu-west-3\n${role}credential_source = EcsContainer\n`,
    env: { ...container, AWS_PROFILE: 'deploy' },
    expect: 'deploy<ASIACONTAINER eu-west-3',
  },
  {
    name: 'a role with nothing to assume it with',
    config: `[profile deploy]\n${keys('AKOWN')}${role}`,
    env: region,
    flags: '--profile deploy',
    expect: /source_profile or credential_source/,
  },
  {
    name: 'a source profile that is missing',
    config: `[profile deploy]\n${role}source_profile = nope\n`,
    env: region,
    flags: '--profile deploy',
    expect: /nope/,
  },
  {
    name: 'a circle',
    config: `[profile deploy]\n${role}source_profile = other\n[profile other]\n${role}source_profile = deploy\n`,
    env: region,
    flags: '--profile deploy',
    expect: refused,
  },
];

const webIdentities: readonly Row[] = [
  { name: 'web identity', env: { ...region, ...webIdentity }, expect: 'pod<the-token us-east-1' },
  { name: 'web identity and the default profile', config: two, env: webIdentity, expect: 'pod<the-token eu-west-1' },
  {
    name: 'web identity and AWS_PROFILE',
    config: two,
    env: { ...webIdentity, AWS_PROFILE: 'prod' },
    expect: 'pod<the-token eu-west-2',
  },
  {
    name: 'web identity and --profile',
    config: two,
    env: webIdentity,
    flags: '--profile prod',
    expect: 'AKPROD eu-west-2',
  },
  { name: 'web identity and keys', env: { ...region, ...environment, ...webIdentity }, expect: 'AKENV us-east-1' },
  {
    name: 'web identity and a role of the profile',
    config: `${two}[profile deploy]\nregion = eu-west-3\n${role}source_profile = prod\n`,
    env: { ...webIdentity, AWS_PROFILE: 'deploy' },
    expect: 'deploy<AKPROD eu-west-3',
  },
  {
    name: 'web identity of the profile',
    config: `[profile deploy]\nregion = eu-west-3\n${role}web_identity_token_file = FOLDER/token\n`,
    flags: '--profile deploy',
    expect: 'deploy<the-token eu-west-3',
  },
  {
    name: 'web identity without a role',
    config: two,
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: 'FOLDER/token' },
    expect: /role/i,
  },
  {
    name: 'an empty AWS_WEB_IDENTITY_TOKEN_FILE',
    config: two,
    env: { ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: '' },
    expect: 'AKDEFAULT eu-west-1',
  },
];

const ofProfile: readonly Row[] = [
  {
    name: 'SSO with a session',
    config: `[profile dev]\nregion = eu-west-3\n${session}`,
    env: { AWS_ENDPOINT_URL_SSO: 'MACHINE', AWS_PROFILE: 'dev' },
    expect: 'ASIASSO eu-west-3',
  },
  {
    name: 'SSO goes before the keys of both files',
    config: `[profile dev]\nregion = eu-west-3\n${keys('AKDEV')}${session}`,
    credentials: `[dev]\n${keys('AKSTORED')}`,
    env: { AWS_ENDPOINT_URL_SSO: 'MACHINE', AWS_PROFILE: 'dev' },
    expect: 'ASIASSO eu-west-3',
  },
  {
    name: 'SSO without a session',
    config: `[profile dev]\nregion = eu-west-3\n${sso}sso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n`,
    env: { AWS_ENDPOINT_URL_SSO: 'MACHINE', AWS_PROFILE: 'dev' },
    expect: 'ASIASSO eu-west-3',
  },
  {
    name: 'half of an SSO',
    config: `[profile dev]\nregion = eu-west-3\n${keys('AKDEV')}sso_role_name = dev\n`,
    flags: '--profile dev',
    expect: /SSO|sso_/,
  },
  {
    name: 'a process',
    config: `[profile dev]\nregion = eu-west-3\ncredential_process = "FOLDER/helper" 'AK PROCESS'\n`,
    flags: '--profile dev',
    expect: 'AK-PROCESS eu-west-3',
  },
  {
    name: 'a process goes after the credentials file',
    config: `[profile dev]\nregion = eu-west-3\ncredential_process = FOLDER/helper X\n`,
    credentials: `[dev]\n${keys('AKSTORED')}`,
    flags: '--profile dev',
    expect: 'AKSTORED eu-west-3',
  },
  {
    name: 'a process goes before the keys of the config file',
    config: `[profile dev]\nregion = eu-west-3\n${keys('AKDEV')}credential_process = FOLDER/helper AKPROCESS\n`,
    flags: '--profile dev',
    expect: 'AKPROCESS eu-west-3',
  },
  {
    name: 'a process is run without a shell',
    config: `[profile dev]\nregion = eu-west-3\ncredential_process = FOLDER/helper AK$HOME;true\n`,
    flags: '--profile dev',
    expect: 'AK$HOME;true eu-west-3',
  },
  {
    name: 'a process that fails',
    config: `${two}[profile dev]\nregion = eu-west-3\ncredential_process = false\n`,
    flags: '--profile dev',
    expect: refused,
  },
];

const machines: readonly Row[] = [
  { name: 'a container', env: { ...region, ...container }, expect: 'ASIACONTAINER us-east-1' },
  { name: 'a container and the default profile', config: two, env: container, expect: 'AKDEFAULT eu-west-1' },
  {
    name: 'a container and a profile without credentials',
    config: '[profile bare]\nregion = eu-west-3\n',
    env: { ...environment, ...container },
    flags: '--profile bare',
    expect: 'ASIACONTAINER eu-west-3',
  },
  { name: 'an instance', env: { ...region, ...machine }, expect: 'ASIAINSTANCE us-east-1' },
  {
    name: 'a container on an instance',
    env: { ...region, ...machine, ...container },
    expect: 'ASIACONTAINER us-east-1',
  },
  {
    name: 'the region of an instance',
    env: { ...environment, ...machine },
    expect: 'AKENV sa-east-1',
    version1: /region/,
  },
];

export const rows: readonly Row[] = [
  ...chosenProfile,
  ...environmentKeys,
  ...files,
  ...roles,
  ...webIdentities,
  ...ofProfile,
  ...machines,
  ...regionRows,
];

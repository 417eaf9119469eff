import { type Row, keys, region, two, role, noUrls, nowhere, refused } from './aws-shell.ts';

const regions: readonly Row[] = [
  { name: '--region', config: two, env: region, flags: '--region ap-south-1', expect: 'AKDEFAULT ap-south-1' },
  {
    name: 'AWS_DEFAULT_REGION and the profile',
    config: two,
    env: { AWS_DEFAULT_REGION: 'ap-south-1' },
    expect: 'AKDEFAULT ap-south-1',
  },
  {
    name: 'AWS_REGION and the profile',
    config: two,
    env: { AWS_REGION: 'ap-south-1' },
    expect: 'AKDEFAULT ap-south-1',
    version1: 'AKDEFAULT eu-west-1',
  },
  {
    name: 'AWS_REGION and AWS_DEFAULT_REGION',
    config: two,
    env: { AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'sa-east-1' },
    expect: 'AKDEFAULT ap-south-1',
    version1: 'AKDEFAULT sa-east-1',
  },
  {
    name: 'an empty AWS_REGION',
    config: two,
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'sa-east-1' },
    expect: refused,
    version1: 'AKDEFAULT sa-east-1',
  },
  { name: 'an empty AWS_DEFAULT_REGION', config: two, env: { AWS_DEFAULT_REGION: '' }, expect: refused },
  { name: 'no region', config: `[default]\n${keys('AKDEFAULT')}`, expect: /region/i },
];

const urls: readonly Row[] = [
  {
    name: 'AWS_ENDPOINT_URL',
    config: two,
    env: { ...noUrls, AWS_ENDPOINT_URL: 'FAKE' },
    expect: 'AKDEFAULT eu-west-1',
  },
  {
    name: 'AWS_ENDPOINT_URL_EC2 goes before it',
    config: two,
    env: { AWS_ENDPOINT_URL: nowhere },
    expect: 'AKDEFAULT eu-west-1',
  },
  {
    name: 'endpoint_url of the profile',
    config: `${two}endpoint_url = FAKE\n`,
    env: noUrls,
    flags: '--profile prod',
    expect: 'AKPROD eu-west-2',
  },
  {
    name: 'a variable goes before it',
    config: `${two}endpoint_url = ${nowhere}\n`,
    flags: '--profile prod',
    expect: 'AKPROD eu-west-2',
  },
  {
    name: 'services of the profile',
    config: `${two}endpoint_url = ${nowhere}\nservices = lab\n[services lab]\nec2 =\n  endpoint_url = FAKE\n`,
    env: { ...noUrls, AWS_DEFAULT_PROFILE: 'prod' },
    expect: 'AKPROD eu-west-2',
  },
  {
    name: 'services of a profile with a role',
    config: `${two}[profile deploy]\nregion = eu-west-3\nservices = lab\n${role}source_profile = prod\n[services lab]\nec2 =\n  endpoint_url = FAKE\nsts =\n  endpoint_url = FAKE\n`,
    env: noUrls,
    flags: '--profile deploy',
    expect: 'deploy<AKPROD eu-west-3',
  },
  {
    name: 'services that are missing',
    config: `${two}services = lab\n`,
    flags: '--profile prod',
    env: noUrls,
    expect: /lab/,
  },
];

/** From where the region and the URLs come. */
export const regionRows: readonly Row[] = [...regions, ...urls];

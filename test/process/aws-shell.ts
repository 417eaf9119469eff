/** One shell: what is in its environment and files, and what is typed. */
export interface Row {
  readonly name: string;
  /** The config file; FOLDER, FAKE and MACHINE in any text stand for a folder and the URLs of the fake AWS and of the machine. */
  readonly config?: string;
  /** The credentials file. */
  readonly credentials?: string;
  /** Beside what every row has; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** --profile and --region, which both programs have. */
  readonly flags?: string;
  /** The key and the region that EC2 is asked with, or a part of what it is refused with. */
  readonly expect: string | RegExp;
  /** What version 1 of `aws` does instead. */
  readonly version1?: string | RegExp;
}

export const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
export const environment = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'secret' };
export const region = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' };
export const two = `[default]\nregion = eu-west-1\n${keys('AKDEFAULT')}[profile prod]\nregion = eu-west-2\n${keys('AKPROD')}`;
export const role = 'role_arn = arn:aws:iam::222222222222:role/deploy\n';
export const webIdentity = {
  AWS_WEB_IDENTITY_TOKEN_FILE: 'FOLDER/token',
  AWS_ROLE_ARN: 'arn:aws:iam::333333333333:role/pod',
};
export const sso = 'sso_account_id = 111122223333\nsso_role_name = dev\n';
export const session = `${sso}sso_session = corp\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n`;
export const machine = { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'MACHINE' };
export const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'MACHINE/container' };
export const noUrls = { AWS_ENDPOINT_URL_EC2: undefined, AWS_ENDPOINT_URL_STS: undefined };
export const nowhere = 'http://127.0.0.1:9';
/** Python's own wording of a process differs from ours; that there is no key counts. */
export const refused = /./;

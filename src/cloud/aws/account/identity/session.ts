import { STSClient } from '@aws-sdk/client-sts';
import type { SessionKeys } from './credential-process.ts';
import { load } from './load.ts';
import { type Service, defaultRegion, endpointUrl } from './settings.ts';
import { type Setup, readSetup } from './setup.ts';
import { type CredentialSource, chooseSource } from './source.ts';

/** Milliseconds before their end at which credentials count as over. */
const MARGIN_MS = 300_000;

/** What a client of the SDK is made with, so that it asks as the `aws` command would in the same shell. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: () => Promise<SessionKeys>;
  readonly profile: string;
  readonly customUserAgent: string;
  /** The SDK would look for an endpoint of its own, of another profile. */
  readonly ignoreConfiguredEndpointUrls: true;
  readonly endpoint?: string;
}

/** Who calls AWS: the credentials, their region and the endpoints, chosen as the `aws` command chooses them. */
export class AwsSession {
  readonly #setup: Setup;
  #source: CredentialSource | undefined;
  #keys: Promise<SessionKeys> | undefined;
  /** When the credentials end, as Date.now() counts. */
  #end = Infinity;

  /**
   * @param profile of the command line
   * @throws UserError for a configuration that `aws` would refuse
   */
  constructor(profile: string | undefined, env: NodeJS.ProcessEnv) {
    this.#setup = readSetup(profile, env);
  }

  /** The profile of --profile. A command that is to act on the same account has to bear it; what a variable names it finds itself. */
  get profileFlag(): string | undefined {
    return this.#setup.namedBy === '--profile' ? this.#setup.profile : undefined;
  }

  /** Where the credentials come from. @throws UserError for half of them */
  get source(): CredentialSource {
    return (this.#source ??= chooseSource(this.#setup));
  }

  /** The region that the environment, the profile or the machine says. @throws UserError for a variable that is set to nothing */
  defaultRegion(): Promise<string | undefined> {
    return defaultRegion(this.#setup);
  }

  /** @throws UserError for a profile whose endpoints are not there */
  clientSettings(
    service: Service,
    region: string,
    credentials = (): Promise<SessionKeys> => this.credentials(region),
  ): ClientSettings {
    const endpoint = endpointUrl(this.#setup, service);
    return {
      region,
      credentials,
      profile: this.#setup.profile,
      customUserAgent: 'kubectl-atlas-pe',
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }

  /**
   * The credentials; they are asked for once, for all regions, and again when they end.
   * @param region in which AWS is asked for the session of a role
   * @throws UserError, or what the AWS SDK throws
   */
  async credentials(region: string): Promise<SessionKeys> {
    if (this.#end - MARGIN_MS < Date.now()) this.#keys = undefined;
    const keys = await (this.#keys ??= this.#load(region));
    this.#end = keys.expiration?.getTime() ?? Infinity;
    return keys;
  }

  async #load(region: string): Promise<SessionKeys> {
    const sts = (credentials: () => Promise<SessionKeys>): STSClient =>
      new STSClient(this.clientSettings('sts', region, credentials));
    return load(this.source, { setup: this.#setup, sts });
  }
}

import { STSClient } from '../../sdk.ts';
import { causeOf } from '../../../account/errors.ts';
import { passingErrors } from '../errors.ts';
import type { Ask } from '../sign-in/mfa.ts';
import type { AwsHttp } from '../network/handler.ts';
import { httpOf } from '../network/settings.ts';
import type { SessionKeys } from './credential-process.ts';
import { load } from './load.ts';
import { type Service, defaultRegion, endpointUrl } from './settings.ts';
import { type Setup, readSetup } from './setup.ts';
import { type CredentialSource, chooseSource } from './source.ts';

/** Milliseconds before their expiry at which credentials are renewed. */
const MARGIN_MS = 300_000;

/** The settings of an SDK client that make it act as the `aws` command would in the same shell. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: () => Promise<SessionKeys>;
  readonly profile: string;
  readonly customUserAgent: string;
  /** The SDK would look for an endpoint itself, in another profile. */
  readonly ignoreConfiguredEndpointUrls: true;
  readonly endpoint?: string;
  readonly requestHandler: AwsHttp;
}

/** The credentials, the region and the endpoints of a command, chosen as the `aws` command chooses them. */
export class AwsSession {
  readonly #setup: Setup;
  readonly #ask: Ask;
  #http: AwsHttp | undefined;
  #source: CredentialSource | undefined;
  #keys: Promise<SessionKeys> | undefined;
  /** When the credentials expire, in milliseconds since the epoch. */
  #end = Infinity;

  /**
   * @param profile the value of --profile
   * @param ask asks for an MFA code; undefined without a terminal
   * @throws UserError for a configuration that `aws` would refuse
   */
  constructor(profile: string | undefined, env: NodeJS.ProcessEnv, ask: Ask) {
    this.#setup = readSetup(profile, env);
    this.#ask = ask;
  }

  /** The value of --profile. A printed command needs it to act on the same account; a profile named by a variable needs no flag. */
  get profileFlag(): string | undefined {
    return this.#setup.namedBy === '--profile' ? this.#setup.profile : undefined;
  }

  /** Where the credentials come from. @throws UserError if they are incomplete */
  get source(): CredentialSource {
    return (this.#source ??= chooseSource(this.#setup));
  }

  /** Whether loading the credentials may take as long as a person takes to answer. */
  get mayAsk(): boolean {
    return this.#ask !== undefined && [...this.#setup.config.profiles.values()].some((each) => each.has('mfa_serial'));
  }

  /** The region of the environment, the profile or the instance. @throws UserError for a variable that is set but empty */
  defaultRegion(): Promise<string | undefined> {
    return defaultRegion(this.#setup);
  }

  /** @throws UserError for a profile that refers to a section of services that does not exist, and for a bundle that cannot be read */
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
      requestHandler: this.#handler,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }

  /**
   * The credentials; they are loaded once for all regions, and again before they expire.
   * @param region the region in which a role is assumed
   * @throws UserError, or the AWS SDK's error
   */
  async credentials(region: string): Promise<SessionKeys> {
    if (this.#end - MARGIN_MS < Date.now()) this.#keys = undefined;
    const keys = await (this.#keys ??= this.#load(region)).catch((error: unknown) => {
      // Whatever does not pass stays as it is: nobody is asked for a code twice.
      if (passingErrors()(causeOf(error)) !== undefined) this.#keys = undefined;
      throw error;
    });
    this.#end = keys.expiration?.getTime() ?? Infinity;
    return keys;
  }

  get #handler(): AwsHttp {
    return (this.#http ??= httpOf(this.#setup));
  }

  async #load(region: string): Promise<SessionKeys> {
    const sts = (credentials: () => Promise<SessionKeys>): STSClient =>
      new STSClient(this.clientSettings('sts', region, credentials));
    return load(this.source, { setup: this.#setup, sts, ask: this.#ask, requestHandler: this.#handler });
  }
}

/** The sessions of a command: it may open its account several times, and one code gives one session. */
const sessions = new WeakMap<NodeJS.ProcessEnv, Map<string | undefined, AwsSession>>();

/** The session of a profile in an environment. @throws as the constructor of AwsSession */
export function sessionIn(env: NodeJS.ProcessEnv, profile: string | undefined, ask: Ask): AwsSession {
  const known = sessions.get(env) ?? new Map<string | undefined, AwsSession>();
  sessions.set(env, known);
  const session = known.get(profile) ?? new AwsSession(profile, env, ask);
  known.set(profile, session);
  return session;
}

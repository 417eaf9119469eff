import type { AuthClient } from 'google-auth-library';
import { UserError } from '../../../core/errors.ts';
import type { Retries } from '../../../core/retries/retries.ts';
import { ChangeRefused } from '../../account/change-refused.ts';
import { type RequestLog, logged } from '../../account/request-log.ts';
import { shaped } from '../../account/shape.ts';
import { UnreadableAnswer } from '../../account/unreadable.ts';
import type { Labels } from '../labels.ts';
import { type Place, lastPart, nameIn, partOfName } from '../names.ts';
import { OperationError, googleError, isNotFound, loginError, passingError } from './errors.ts';
import {
  type Address,
  type Firewall,
  type ForwardingRule,
  type Instance,
  type Operation,
  type Subnetwork,
  shapes,
} from './resources.ts';

const GOOGLE = 'https://compute.googleapis.com/compute/v1/';

/** Where things are listed: in one region, or in all of a project. */
export interface Scope {
  readonly project: string;
  readonly region: string | undefined;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** A name from `projects/` on. */
  readonly path: string;
  /** What is done, as it reads after "refused to". */
  readonly action: string;
  readonly body?: object;
  readonly query?: Readonly<Record<string, string>>;
}

/**
 * The URL of Compute Engine's API. CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE is gcloud's variable for another one, such as a private endpoint
 * of Google's APIs.
 * @throws UserError for one that is not https: a token is sent there
 */
export function endpointOf(env: NodeJS.ProcessEnv): string {
  const { CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: own = '' } = env;
  if (own === '') return GOOGLE;
  if (/^https:\/\/[^/]|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(own)) return own.replace(/\/*$/, '/');
  throw new UserError(`invalid value "${own}" for CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: not an https URL`, {
    hint: 'a token is sent there, so it must be https',
  });
}

interface ComputeOptions {
  readonly log: RequestLog;
  readonly retries: Retries;
  /** Whether only reads are sent. */
  readonly changesNothing?: boolean | undefined;
}

/** The Compute Engine calls that endpoints need: plain REST. Every failure is a UserError. */
export class Compute {
  readonly #endpoint: string;
  readonly #client: () => Promise<AuthClient>;
  readonly #log: RequestLog;
  readonly #retries: Retries;
  readonly #changesNothing: boolean;

  constructor(endpoint: string, client: () => Promise<AuthClient>, { log, retries, changesNothing }: ComputeOptions) {
    this.#changesNothing = changesNothing === true;
    this.#endpoint = endpoint;
    this.#client = client;
    this.#log = log;
    this.#retries = retries;
  }

  /** Gets a token. @throws UserError where there are no credentials, or they are refused */
  async login(): Promise<void> {
    try {
      await logged(this.#log, 'google token', () =>
        this.#retries.send(
          { server: "Google's token endpoint", passing: passingError, describe: loginError },
          async () => (await this.#client()).getAccessToken(),
        ),
      );
    } catch (error) {
      throw loginError(error);
    }
  }

  addresses(scope: Scope): Promise<readonly Address[]> {
    return this.#list(scope, 'addresses', 'list the addresses', addressOf);
  }

  forwardingRules(scope: Scope): Promise<readonly ForwardingRule[]> {
    return this.#list(scope, 'forwardingRules', 'list the forwarding rules', ruleOf);
  }

  subnetworks(place: Place): Promise<readonly Subnetwork[]> {
    return this.#list(place, 'subnetworks', 'list the subnetworks', subnetworkOf);
  }

  /** The firewall rules of all networks of a project. */
  firewalls(project: string): Promise<readonly Firewall[]> {
    return this.#pages(`projects/${project}/global/firewalls`, 'firewalls', 'list the firewall rules', firewallOf);
  }

  /** The subnetwork, or undefined where there is none of that name. */
  subnetwork(name: string): Promise<Subnetwork | undefined> {
    return this.#find(name, `read the subnetwork ${lastPart(name)}`, subnetworkOf);
  }

  /** The machine, or undefined where there is none of that name. */
  instance(name: string): Promise<Instance | undefined> {
    return this.#find(name, `read the instance ${lastPart(name)}`, instanceOf);
  }

  createAddress(place: Place, body: { readonly name: string } & object): Promise<Operation> {
    const action = `create the address ${body.name} in ${place.region}`;
    return this.#send({ method: 'POST', path: collection(place, 'addresses'), action, body }, operationOf);
  }

  createRule(place: Place, body: { readonly name: string } & object): Promise<Operation> {
    const action = `create the forwarding rule ${body.name} in ${place.region}`;
    return this.#send({ method: 'POST', path: collection(place, 'forwardingRules'), action, body }, operationOf);
  }

  labelRule(place: Place, { name, labelFingerprint }: ForwardingRule, labels: Labels): Promise<Operation> {
    const path = `${nameIn(place, 'forwardingRules', name)}/setLabels`;
    const body = { labels, labelFingerprint };
    return this.#send({ method: 'POST', path, action: `label the forwarding rule ${name}`, body }, operationOf);
  }

  /** Asks for a deletion. @returns undefined where there is nothing of that name */
  async remove(place: Place, kind: 'addresses' | 'forwardingRules', name: string): Promise<Operation | undefined> {
    const what = kind === 'addresses' ? 'address' : 'forwarding rule';
    const action = `delete the ${what} ${name}`;
    return this.#unlessMissing(() =>
      this.#send({ method: 'DELETE', path: nameIn(place, kind, name), action }, operationOf),
    );
  }

  /**
   * Looks at a change that goes on. @param action what it does, as it reads after "refused to"
   * @returns whether it is over
   * @throws UserError with the operation's own code when it has failed
   */
  async isDone(place: Place, name: string, action: string): Promise<boolean> {
    const path = nameIn(place, 'operations', name);
    const { status, error } = await this.#send({ method: 'GET', path, action }, operationOf);
    if (status !== 'DONE') return false;
    const [first] = error?.errors ?? [];
    if (first === undefined) return true;
    const failed = new OperationError(first.code ?? '', first.message ?? 'it failed without a message');
    throw googleError(failed, { action, project: place.project, endpoint: this.#endpoint });
  }

  #find<T>(path: string, action: string, read: Read<T>): Promise<T | undefined> {
    return this.#unlessMissing(() => this.#send({ method: 'GET', path, action }, read));
  }

  async #unlessMissing<T>(send: () => Promise<T>): Promise<T | undefined> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof Error && isNotFound(error.cause)) return undefined;
      throw error;
    }
  }

  /** Every member of a collection; pages are followed. */
  async #list<T>({ project, region }: Scope, kind: string, action: string, read: Read<T>): Promise<readonly T[]> {
    const path =
      region === undefined ? `projects/${project}/aggregated/${kind}` : collection({ project, region }, kind);
    return this.#pages(path, kind, action, read);
  }

  async #pages<T>(path: string, kind: string, action: string, read: Read<T>): Promise<readonly T[]> {
    const found: T[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const query = { maxResults: '500', ...(token === '' ? {} : { pageToken: token }) };
      const page: Page<T> = await this.#send({ method: 'GET', path, action, query }, (data) =>
        pageOf(data, kind, read),
      );
      found.push(...page.members);
      token = page.next;
    }
    return found;
  }

  async #send<T>({ method, path, action, body, query }: Request, read: Read<T>): Promise<T> {
    if (this.#changesNothing && method !== 'GET') throw new ChangeRefused(`compute ${method} ${path}`);
    const url = new URL(path, this.#endpoint);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const project = partOfName(path, 'projects') ?? '';
    const where = { action, project, endpoint: this.#endpoint };
    const attempt = async (signal: AbortSignal): Promise<T> => {
      const client = await this.#client();
      const answer = await client.request({
        url: url.href,
        method,
        signal,
        responseType: 'json',
        headers: { 'user-agent': 'kubectl-atlas-pe' },
        ...(body === undefined ? {} : { data: body }),
      });
      return read(answer.data);
    };
    try {
      // Names say what is made, so that what is sent again makes nothing twice.
      return await logged(this.#log, `compute ${method} ${path}`, () =>
        this.#retries.send(
          { server: 'Google Cloud', passing: passingError, describe: (error) => googleError(error, where) },
          attempt,
        ),
      );
    } catch (error) {
      throw googleError(error, where);
    }
  }
}

function collection({ project, region }: Place, kind: string): string {
  return `projects/${project}/regions/${region}/${kind}`;
}

/** Takes from an answer what is used of it. @throws UnreadableAnswer */
type Read<T> = (data: unknown) => T;

const operationOf: Read<Operation> = (data) => shaped(data, shapes.operation, 'an operation');
const addressOf: Read<Address> = (data) => shaped(data, shapes.address, 'an address');
const firewallOf: Read<Firewall> = (data) => shaped(data, shapes.firewall, 'a firewall rule');
const ruleOf: Read<ForwardingRule> = (data) => shaped(data, shapes.rule, 'a forwarding rule');
const instanceOf: Read<Instance> = (data) => shaped(data, shapes.instance, 'an instance');
const subnetworkOf: Read<Subnetwork> = (data) => shaped(data, shapes.subnetwork, 'a subnetwork');

interface Page<T> {
  readonly members: readonly T[];
  /** The token of the page that follows. */
  readonly next: string | undefined;
}

/** A page of a list. One over all regions has its members region by region. */
function pageOf<T>(data: unknown, kind: string, read: Read<T>): Page<T> {
  const { nextPageToken } = shaped(data, { nextPageToken: 'text' }, 'a list');
  const items: unknown = (data as { readonly items?: unknown }).items ?? [];
  if (typeof items !== 'object' || items === null) throw new UnreadableAnswer('items of a list is not a list');
  const scopes: readonly unknown[] = Array.isArray(items) ? [{ [kind]: items }] : Object.values(items);
  const members = scopes.flatMap((scope) => {
    const own = typeof scope === 'object' && scope !== null ? ((scope as Record<string, unknown>)[kind] ?? []) : scope;
    if (!Array.isArray(own)) throw new UnreadableAnswer(`${kind} of a list is not a list`);
    return own.map(read);
  });
  return { members, next: nextPageToken };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../harness/clock.ts';
import { type Gate, behind } from '../../harness/gate.ts';
import { Account } from './account.ts';
import { actionOf } from './actions.ts';
import { Ec2Error } from './errors.ts';
import { Dropped, failureOf, Failures, type FailureRule } from './failures.ts';
import { advance, enter, settle, type Accepted, type Delays } from './life.ts';
import type { AddressType, Endpoint, EndpointState, LastError } from './model.ts';
import { Permissions } from '../permissions.ts';
import { checkPermissions } from './permissions.ts';
import { Query } from './query.ts';
import { askSts, STS_VERSION } from './sts.ts';
import { answer, failure, stsFailure } from './xml.ts';

export interface FakeEc2Options {
  readonly clock: Clock;
  /** Asked for each endpoint in `pendingAcceptance`, at every request; nobody accepts when it is left out. */
  readonly accepted?: Accepted;
  readonly delays?: Partial<Delays>;
  /** A free one when left out. */
  readonly port?: number;
  /** Interface endpoints that a VPC can have; 50, as in AWS, when left out. */
  readonly endpointsPerVpc?: number;
  readonly gate?: Gate | undefined;
}

export interface Received {
  readonly action: string;
  readonly region: string;
  /** The key that the request is signed with; undefined for one without a signature. */
  readonly accessKeyId: string | undefined;
  /** The token of a session, sent beside the signature. */
  readonly sessionToken: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/** An endpoint at this moment, for assertions and for the owner of its service. */
export interface EndpointSnapshot {
  readonly id: string;
  readonly region: string;
  readonly state: EndpointState;
  readonly serviceName: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly addressType: AddressType;
  readonly groupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface FakeEc2 {
  readonly url: string;
  /** What is there: VPCs, subnets, security groups, services. Add to it at any time. */
  readonly account: Account;
  /** The endpoints of a region, oldest first. */
  readonly endpoints: (region: string) => EndpointSnapshot[];
  /** The endpoint of that id in any region. */
  readonly endpoint: (id: string) => EndpointSnapshot | undefined;
  /** Every request to EC2 so far, refused ones too. */
  readonly requests: () => readonly Received[];
  /** Every request to STS so far, refused ones too. */
  readonly stsRequests: () => readonly Received[];
  /** Says of which account a key is; any that is not named is of the one account that is modelled. */
  readonly belongs: (accessKeyId: string, account: string) => void;
  /** Makes requests fail; rules are used up in the order in which they were added. */
  readonly fail: (rule: FailureRule) => void;
  /** What the caller may do in EC2. */
  readonly permissions: Permissions;
  /** Takes back every failure that has not happened yet. */
  readonly heal: () => void;
  /** Puts an endpoint into a state behind its user's back. @throws Error when there is no such endpoint */
  readonly setState: (id: string, state: EndpointState, lastError?: LastError) => void;
  /** Endpoints made from now on are unknown to the `n` DescribeVpcEndpoints after their creation. */
  readonly hideNew: (n: number) => void;
  /** Requests that have arrived and are not answered. */
  readonly inflight: () => number;
  readonly close: () => Promise<void>;
}

/** Who signed a request, and for which region. The signature itself is not checked. */
interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly sessionToken: string | undefined;
}

/** Undefined where a request is not signed for the service. */
function signatureFor(service: 'ec2' | 'sts', { headers }: IncomingMessage): Signature | undefined {
  const scope = new RegExp(`Credential=([^/\\s]+)/\\d{8}/([a-z0-9-]+)/${service}/aws4_request`);
  const [, accessKeyId, region] = scope.exec(headers.authorization ?? '') ?? [];
  const token = headers['x-amz-security-token'];
  const sessionToken = typeof token === 'string' ? token : undefined;
  return accessKeyId === undefined || region === undefined ? undefined : { accessKeyId, region, sessionToken };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Starts the fake on loopback. Its behaviour is written down in ec2.md. */
export async function startEc2(options: FakeEc2Options): Promise<FakeEc2> {
  const account = new Account();
  const failures = new Failures();
  const permissions = new Permissions();
  const received: Received[] = [];
  const receivedBySts: Received[] = [];
  const accounts = new Map<string, string>();
  const usedCodes = new Set<string>();
  const delays: Delays = { pendingMs: 2000, acceptMs: 2000, deleteMs: 3000, deletedMs: 60_000, ...options.delays };
  let hideNew = 0;
  let inflight = 0;

  /** Notes a request. */
  function note(list: Received[], query: Query, signature: Signature | undefined): string {
    const action = query.text('Action') ?? '';
    const { region = '', accessKeyId, sessionToken } = signature ?? {};
    list.push({ action, region, accessKeyId, sessionToken, params: query.all() });
    return action;
  }

  function runSts(query: Query, signature: Signature | undefined): string {
    const action = note(receivedBySts, query, signature);
    const rule = failures.takeForSts(action, signature?.region ?? '');
    if (rule !== undefined) throw failureOf(rule);
    return askSts(query, {
      accessKeyId: signature?.accessKeyId,
      accountOf: (key) => accounts.get(key) ?? account.ownerId,
      belongs: (key, number) => void accounts.set(key, number),
      usedCodes,
      // The programs that are given a session look at the real clock.
      now: Date.now(),
    });
  }

  async function run(query: Query, signature: Signature | undefined): Promise<string> {
    const action = note(received, query, signature);
    const region = signature?.region;
    if (region === undefined)
      throw new Ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials');
    const rule = failures.take(action, region);
    const deletion = rule?.deletion === undefined ? undefined : rule;
    const lost = rule === deletion ? undefined : rule;
    if (lost !== undefined && lost.afterEffect !== true) throw failureOf(lost);
    checkPermissions(permissions, query, { region, account: account.ownerId });
    const { run: act } = actionOf(query);
    const now = options.clock.now();
    await settle(account.region(region), delays, now, options.accepted ?? (() => false));
    const body = act({
      query,
      account,
      now,
      delays,
      hideNew,
      deletion,
      region: account.region(region),
      endpointsPerVpc: options.endpointsPerVpc ?? 50,
    });
    if (lost !== undefined) throw failureOf(lost);
    return answer(action, randomUUID(), body);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, xml: string, date?: string): void => {
      const headers = { 'content-type': 'text/xml;charset=UTF-8', ...(date === undefined ? {} : { date }) };
      response.writeHead(status, headers).end(xml);
    };
    let isSts = false;
    try {
      const body = await bodyOf(request);
      const query = new Query(new URLSearchParams(body === '' ? (request.url ?? '').split('?')[1] : body));
      isSts = query.text('Version') === STS_VERSION;
      send(200, isSts ? runSts(query, signatureFor('sts', request)) : await run(query, signatureFor('ec2', request)));
    } catch (error) {
      if (error instanceof Dropped) request.socket.destroy();
      else if (error instanceof Ec2Error && isSts)
        send(error.status, stsFailure(error.code, error.message, randomUUID()), error.date);
      else if (error instanceof Ec2Error)
        send(error.status, failure(error.code, error.message, randomUUID()), error.date);
      // A mistake in the fake: say so in the answer, where a test shows it.
      else send(500, failure('InternalError', `the fake EC2 failed: ${String(error)}`, randomUUID()));
    }
  }

  const pass = behind(options.gate, 'ec2', (request, response) => void serve(request, response));
  const server = createServer((request, response) => {
    inflight += 1;
    response.on('close', () => (inflight -= 1));
    pass(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  const all = (): [string, Endpoint][] =>
    account
      .regions()
      .flatMap((region) =>
        [...region.endpoints.values()].map((endpoint): [string, Endpoint] => [region.name, endpoint]),
      );
  const snapshot = ([region, endpoint]: [string, Endpoint]): EndpointSnapshot => {
    advance(endpoint, delays, options.clock.now());
    return {
      region,
      id: endpoint.id,
      state: endpoint.state,
      serviceName: endpoint.service.name,
      vpcId: endpoint.vpcId,
      subnetIds: endpoint.subnets.map((subnet) => subnet.id),
      addressType: endpoint.addressType,
      groupIds: endpoint.groups.map((group) => group.id),
      tags: Object.fromEntries(endpoint.tags),
    };
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account,
    endpoints: (region) =>
      all()
        .filter(([name]) => name === region)
        .map(snapshot),
    endpoint: (id) =>
      all()
        .filter(([, endpoint]) => endpoint.id === id)
        .map(snapshot)[0],
    requests: () => received,
    stsRequests: () => receivedBySts,
    belongs: (accessKeyId, number) => void accounts.set(accessKeyId, number),
    fail: (rule) => failures.add(rule),
    permissions,
    heal: () => failures.clear(),
    setState(id, state, lastError) {
      const found = all().find(([, endpoint]) => endpoint.id === id)?.[1];
      if (found === undefined) throw new Error(`the fake EC2 has no endpoint ${id}`);
      enter(found, state, options.clock.now());
      found.lastError = lastError;
      if (state === 'available') found.accepted = true;
    },
    hideNew: (n) => (hideNew = n),
    inflight: () => inflight,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleAuth } from 'google-auth-library';
import { addAttachment, type SeededGoogle, seedGoogle } from '../fakes/compute/seed.ts';
import { type FakeCompute, startCompute } from '../fakes/compute/server.ts';
import { handClock } from '../harness/hand-clock.ts';
import { googleEnvironment } from '../sandbox/environments.ts';

const attachments = [0, 1, 2].map(
  (n) =>
    `projects/p-0123456789abcdef01234567/regions/europe-west1/serviceAttachments/sa-europe-west1-0123456789abcdef01234567-${n}`,
);

/** An account with three endpoints, made as a program would: with a token of Google's own library, and by plain requests. */
export interface Account {
  readonly compute: FakeCompute;
  readonly seed: SeededGoogle;
  readonly env: Readonly<Record<string, string>>;
  readonly region: string;
  /** The attachments, in the order of the rules that connect to them. */
  readonly attachments: readonly string[];
  /** The name of the operation that made the last rule. */
  readonly operation: string;
}

type Send = (method: string, path: string, body?: object) => Promise<Readonly<Record<string, unknown>>>;

async function sender(url: string, project: string): Promise<Send> {
  const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/compute'], projectId: project });
  const headers = await auth.getRequestHeaders();
  headers.set('content-type', 'application/json');
  return async (method, path, body) => {
    const answer = await fetch(`${url}projects/${project}/regions/europe-west1/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
}

/** Makes the addresses and the rules, and labels all rules but the first. */
async function makeEndpoints(send: Send, { networkName, subnetworks }: SeededGoogle): Promise<string> {
  let operation = '';
  for (const [n, target] of attachments.entries()) {
    const name = `atlas-${n}`;
    const subnetwork = subnetworks.endpoints.name;
    await send('POST', 'addresses', { name, addressType: 'INTERNAL', subnetwork, labels: { team: 'shop' } });
    const IPAddress = `regions/europe-west1/addresses/${name}`;
    const rule = { name, IPAddress, network: networkName, target, allowPscGlobalAccess: n === 0 };
    operation = String((await send('POST', 'forwardingRules', rule))['name']);
    const { labelFingerprint } = await send('GET', `forwardingRules/${name}`);
    if (n > 0) await send('POST', `forwardingRules/${name}/setLabels`, { labels: { team: 'shop' }, labelFingerprint });
  }
  return operation;
}

/** The producer knows the first rule. */
const accepted = ({ name }: { readonly name: string }): boolean => name === 'atlas-0';

/** Starts a fake whose lists have pages of two, fills it, and takes it down after the body. */
export async function withAccount(body: (account: Account) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  const delays = { addressMs: 0, ruleMs: 0 };
  const compute = await startCompute({ clock: handClock(), pageSize: 2, delays, accepted });
  try {
    const seed = seedGoogle(compute);
    for (const attachment of attachments) addAttachment(compute.google, attachment);
    const env = googleEnvironment(compute, seed, folder);
    Object.assign(process.env, env);
    const send = await sender(env['CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE'] ?? '', seed.project);
    const operation = await makeEndpoints(send, seed);
    await body({ compute, seed, env, attachments, operation, region: 'europe-west1' });
  } finally {
    await compute.close();
    rmSync(folder, { recursive: true });
  }
}

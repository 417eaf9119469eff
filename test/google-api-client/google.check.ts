/**
 * See google.check.sh. What is checked is that a client that we have no part in reads from the fake what was made there, and that the
 * fake takes and answers what Google's description of the API allows, and nothing else.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { served } from '../fakes/compute/routes.ts';
import { type Account, withAccount } from './account.ts';

const python = process.argv[2] ?? '';
const link = 'https://www.googleapis.com/compute/v1/';

/** A resource as Google's client reads it. */
interface ReadResource {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface ReadBack {
  readonly addresses: readonly ReadResource[];
  readonly rules: readonly ReadResource[];
  readonly labelled: readonly ReadResource[];
  readonly everywhere: Readonly<Record<string, { readonly forwardingRules?: readonly ReadResource[] }>>;
  readonly operation: ReadResource;
  readonly missing: readonly [status: number, reason: string, message: string] | null;
  readonly host: object;
}

/** What the description of the API makes of a transcript. */
interface Compared {
  readonly revision: string;
  /** Answers by the method that was called. */
  readonly counts: Readonly<Record<string, number>>;
  /** What does not fit, by method, each with the line where it was first seen. */
  readonly problems: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function readBack({ env, seed, region, operation }: Account): Promise<ReadBack> {
  const address = env['CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE'] ?? '';
  const args = ['test/google-api-client/read_back.py', address, seed.project, region, operation];
  const { stdout } = await promisify(execFile)(python, args, { env: { ...process.env, ...env } });
  return JSON.parse(stdout) as ReadBack;
}

function compare(folder: string): Compared {
  const { status, stdout, stderr } = spawnSync(python, ['test/google-api-client/compare.py', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Compared;
}

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers that Google would not give, and what has to be said of each. */
const wrongAnswers: readonly (readonly [change: object, problem: string])[] = [
  [{ kind: 'compute#addresses' }, "answered: kind is 'compute#addresses', not 'compute#address'"],
  [{ status: 'BUSY' }, "answered: status is 'BUSY', which is none of its values"],
  [{ colour: 'red' }, 'answered: colour is unknown to Address'],
  [{ id: 12 }, 'answered: id is 12, not of type string'],
  [{ id: 'twelve' }, "answered: id is 'twelve', not a number"],
  [{ name: 'One' }, "answered: name is 'One', which does not match"],
  [{ users: 'one' }, "answered: users is 'one', not of type array"],
  [{ labels: { team: 1 } }, 'answered: labels.team is 1, not of type string'],
  [{ labelFingerprint: '*' }, "answered: labelFingerprint is '*', not in base64"],
  [{ creationTimestamp: 'today' }, "answered: creationTimestamp is 'today', not a time"],
  [{ selfLink: undefined }, 'answered: selfLink is missing'],
];

const path = '/compute/v1/projects/shop-prod/regions/europe-west1/addresses';

const checks: Record<string, () => Promise<void> | void> = {
  "Google's client finds its credentials by itself, and reads addresses page by page": () =>
    withAccount(async (account) => {
      const { addresses } = await readBack(account);
      assert.deepEqual(
        addresses.map(({ name, status, address, addressType }) => [name, status, address, addressType]),
        [0, 1, 2].map((n) => [`atlas-${n}`, 'IN_USE', `10.60.1.${n + 2}`, 'INTERNAL']),
      );
    }),
  'it reads the rules: target, address, network, global access, connection': () =>
    withAccount(async (account) => {
      const { rules } = await readBack(account);
      const fields = ['name', 'target', 'IPAddress', 'network', 'allowPscGlobalAccess', 'pscConnectionStatus'];
      const read = rules.map((rule) => fields.map((field) => rule[field]));
      const network = `${link}${account.seed.networkName}`;
      assert.deepEqual(
        read,
        account.attachments.map((target, n) => [
          `atlas-${n}`,
          `${link}${target}`,
          `10.60.1.${n + 2}`,
          network,
          n === 0 ? true : undefined,
          n === 0 ? 'ACCEPTED' : 'PENDING',
        ]),
      );
    }),
  'it finds rules by their labels, and in all regions': () =>
    withAccount(async (account) => {
      const { labelled, everywhere } = await readBack(account);
      assert.deepEqual(
        labelled.map(({ name }) => name),
        ['atlas-1', 'atlas-2'],
      );
      assert.deepEqual(
        everywhere[`regions/${account.region}`]?.forwardingRules?.map(({ name }) => name),
        ['atlas-0', 'atlas-1'],
      );
    }),
  'it waits for an operation, and understands a refusal and an empty answer': () =>
    withAccount(async (account) => {
      const { operation, missing, host } = await readBack(account);
      assert.deepEqual([operation.name, operation['status']], [account.operation, 'DONE']);
      const name = `projects/${account.seed.project}/regions/${account.region}/addresses/none`;
      assert.deepEqual(missing, [404, 'notFound', `The resource '${name}' was not found`]);
      assert.deepEqual(host, {});
    }),
  'what it asked and was told is what the API is'() {
    return withAccount(async (account) => {
      await readBack(account);
      inFolder((folder) => {
        const lines = account.compute.requests().map((request) => JSON.stringify(request));
        writeFileSync(join(folder, 'one.jsonl'), lines.join('\n'));
        assert.deepEqual(compare(folder).problems, {});
      });
    });
  },
  'the comparison finds what does not fit'() {
    const good = { kind: 'compute#address', id: '12', name: 'one', status: 'RESERVED', selfLink: `${link}x` };
    inFolder((folder) => {
      const lines = wrongAnswers.map(([change]) =>
        JSON.stringify({ method: 'GET', path: `${path}/one`, status: 200, answer: { ...good, ...change } }),
      );
      const asked = { addressType: 'INTERNAL', status: 'RESERVED' };
      const operation = { kind: 'compute#operation', selfLink: `${link}x` };
      lines.push(JSON.stringify({ method: 'POST', path, body: asked, status: 200, answer: operation }));
      lines.push(JSON.stringify({ method: 'GET', path: `${path}?page=2`, status: 404, answer: { message: 'no' } }));
      writeFileSync(join(folder, 'one.jsonl'), lines.join('\n'));
      const { problems } = compare(folder);
      const said = Object.values(problems).flatMap(Object.keys);
      const expected = [
        ...wrongAnswers.map(([, problem]) => problem),
        'asked: status is for answers only',
        'asked: name is missing',
        'the refusal is not an error',
      ];
      assert.deepEqual(
        expected.filter((problem) => !said.some((text) => text.startsWith(problem))),
        [],
      );
      assert.equal(said.length, expected.length);
    });
  },
  "every answer of the fake's own tests is what the API is, and no method goes without"() {
    inFolder((folder) => {
      const { status, stdout } = spawnSync(process.execPath, ['test/run.ts', 'test/fakes/compute'], {
        encoding: 'utf8',
        env: { ...process.env, COMPUTE_TRANSCRIPTS: folder },
      });
      assert.equal(status, 0, stdout);
      const { problems, counts, revision } = compare(folder);
      assert.deepEqual(problems, {});
      const called = Object.values(counts).filter((count) => count > 0);
      assert.equal(called.length, served.length, JSON.stringify(counts));
      const answers = called.reduce((sum, count) => sum + count, 0);
      process.stdout.write(`     ${answers} answers of ${called.length} methods, revision ${revision}\n`);
    });
  },
};

let [passed, failed] = [0, 0];
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    passed += 1;
    process.stdout.write(`ok   ${name}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAIL ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

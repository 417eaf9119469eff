/**
 * Which account and which region a request goes to, and by which way: for each row of aws-identity-rows.ts and aws-network-rows.ts this command line and `aws ec2
 * describe-vpc-endpoints` are run in the same shell, and EC2 has to see the same key and the same region from both. Where the two
 * versions of `aws` differ, this command line does as version 2. Needs aws and kubectl, and fails without them. Ends with a line "N
 * passed, N failed".
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeEc2, startEc2 } from '../fakes/ec2/server.ts';
import { realClock } from '../harness/clock.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { rows } from './aws-identity-rows.ts';
import type { Row } from './aws-shell.ts';
import { amazons, startTunnel } from '../fakes/compute/tunnel.ts';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';
import { networkRows } from './aws-network-rows.ts';
import { startAwsMachine } from './aws-machine.ts';
import { binary } from './command.ts';
import { check, finish } from './oracle.ts';

const version = /^aws-cli\/(\d+)\.\S+/.exec(spawnSync('aws', ['--version'], { encoding: 'utf8' }).stdout ?? '');
if (version === null) {
  process.stdout.write('FAIL aws is not on the PATH, or does not run\n0 passed, 1 failed\n');
  process.exit(1);
}
process.stdout.write(`beside ${version[0]}\n`);

const folder = mkdtempSync(join(tmpdir(), 'aws-identity-'));
const sandbox = await startSandbox({ clock: realClock });
// A source that says its cloud and no region: AWS is asked where the environment says.
sandbox.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
sandbox.kubernetes.store.edit('atlasdeployments', 'default', 'orders', (object) => {
  const { serverlessSpec } = object['spec'] as { serverlessSpec: { providerSettings: { regionName?: string } } };
  delete serverlessSpec.providerSettings.regionName;
});
const machine = await startAwsMachine();

/** A program that asks EC2, with an AWS of its own to ask. */
interface Program {
  readonly fake: FakeEc2;
  readonly argv: readonly string[];
}

/** How a program ended. */
interface Ended {
  readonly succeeded: boolean;
  readonly said: string;
  readonly signal: NodeJS.Signals | undefined;
}

const programs = {
  ours: {
    fake: sandbox.ec2,
    argv: [binary, 'delete', '--orphans'],
  },
  aws: { fake: await startEc2({ clock: realClock }), argv: ['aws', 'ec2', 'describe-vpc-endpoints'] },
} as const satisfies Record<string, Program>;

/** A home folder, with files in the usual places and the sign-in of an SSO. Each run has its own: `aws` keeps sessions in it. */
function makeHome(home: string): string {
  mkdirSync(join(home, '.aws/sso/cache'), { recursive: true });
  writeFileSync(join(home, '.aws/config'), '[default]\nregion = us-west-1\n');
  writeFileSync(
    join(home, '.aws/credentials'),
    '[default]\naws_access_key_id = AKHOME\naws_secret_access_key = secret\n',
  );
  const token = {
    startUrl: 'https://corp.awsapps.com/start',
    region: 'us-east-1',
    accessToken: 'made-up',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''),
  };
  for (const name of ['corp', token.startUrl]) {
    const file = createHash('sha1').update(name).digest('hex');
    writeFileSync(join(home, `.aws/sso/cache/${file}.json`), JSON.stringify(token));
  }
  return home;
}

writeFileSync(join(folder, 'token'), 'the-token');
const helper = join(folder, 'helper');
writeFileSync(
  helper,
  `#!/bin/sh\nkey=$(printf %s "$1" | tr ' ' '-')\nprintf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"secret"}' "$key"\n`,
);
chmodSync(helper, 0o755);

const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS_|AZURE_|REQUESTS_CA_BUNDLE$)|_proxy$/i.test(name)),
);

/** The proxies of each program: one for everybody, and one that demands a password. */
const tunnels = Object.fromEntries(
  await Promise.all(
    Object.values(programs).map(async ({ fake }) => {
      const both = [await startTunnel(fake.url, amazons), await startTunnel(fake.url, amazons)] as const;
      return [fake.url, both] as const;
    }),
  ),
);
writeFileSync(join(folder, 'others.pem'), (await makeCertificates()).caPem);

/** What stands for the proxies and the certificates in a row. */
function wayTo({ fake }: Program, place: string): Readonly<Record<string, string>> {
  const [open, locked] = tunnels[fake.url] ?? [];
  assert.ok(open !== undefined && locked !== undefined);
  const file = (name: string, text: string): string => {
    writeFileSync(join(place, name), text);
    return join(place, name);
  };
  return {
    UNSIGNED: locked.url,
    SIGNED: locked.urlOf('me', 's@cret'),
    PROXY: open.url,
    BARE: open.url.replace('http://', ''),
    BUNDLE: file('bundle.pem', open.caPem),
    LOCKED: file('locked.pem', locked.caPem),
    OTHERS: join(folder, 'others.pem'),
  };
}

/** The key of a role's session by how it came about: `deploy<AKPROD` for the role deploy, assumed with AKPROD. */
function nameOfKey({ fake }: Program, key: string): string {
  for (const { accessKeyId, params } of fake.stsRequests()) {
    const { RoleArn: role = '', WebIdentityToken: token } = params;
    const assumer = token ?? accessKeyId ?? '';
    const digest = createHash('sha256').update(`${role} ${assumer}`).digest('hex').toUpperCase();
    if (key === `ASIA${digest.slice(0, 16)}`) return `${role.split('/')[1]}<${nameOfKey({ fake, argv: [] }, assumer)}`;
  }
  return key;
}

/** What EC2 sees of a program in the row's shell: key, region and, of a token that the row sets, the token. */
async function outcomeOf(program: Program, row: Row, place: string): Promise<string> {
  const home = makeHome(place);
  const words = { FOLDER: folder, FAKE: program.fake.url, MACHINE: machine.url, ...wayTo(program, place) };
  const fill = (text: string): string =>
    Object.entries(words).reduce(
      (filled, [word, value]) => filled.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), value),
      text,
    );
  writeFileSync(join(place, 'config'), fill(row.config ?? ''));
  writeFileSync(join(place, 'credentials'), fill(row.credentials ?? ''));
  const wanted: Record<string, string | undefined> = {
    HOME: home,
    KUBECONFIG: sandbox.kubeconfig,
    AWS_CONFIG_FILE: join(place, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(place, 'credentials'),
    AWS_ENDPOINT_URL_EC2: 'FAKE',
    AWS_ENDPOINT_URL_STS: 'FAKE',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    ...row.env,
  };
  const env = { ...inherited };
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) delete env[name];
    else env[name] = fill(value);
  }
  const before = program.fake.requests().length;
  const [command = '', ...args] = [...program.argv, ...(row.flags?.split(' ') ?? [])];
  const { succeeded, said, signal } = await new Promise<Ended>((resolve) => {
    execFile(command, args, { env, timeout: 300_000 }, (error, stdout, stderr) =>
      resolve({ succeeded: error === null, said: `${stdout}${stderr}`, signal: error?.signal ?? undefined }),
    );
  });
  const seen = program.fake
    .requests()
    .slice(before)
    .filter(({ accessKeyId }) => accessKeyId !== undefined);
  // Killed, or too slow: that is no refusal.
  assert.equal(signal, undefined, `${command}: ${signal}, ${said}`);
  if (!succeeded && seen.length === 0) return `refused: ${said.trim()}`;
  assert.ok(succeeded, said);
  const [first, ...more] = seen.map(({ accessKeyId = '', region, sessionToken = '' }) => {
    const token = sessionToken.startsWith('token-of-') ? '' : ` ${sessionToken}`;
    return `${nameOfKey(program, accessKeyId)} ${region}${token}`.trimEnd();
  });
  assert.deepEqual(more, []);
  return first ?? 'asked nothing';
}

/** A row that is refused says why: each program in its own words, which both name the culprit. */
function matches(outcome: string, expected: string | RegExp, what: string): void {
  if (typeof expected === 'string') assert.equal(outcome, expected, `${what}: ${outcome}`);
  else assert.match(outcome, new RegExp(`^refused: [^]*(?:${expected.source})`, expected.flags), `${what}: ${outcome}`);
}

for (const [index, row] of [...rows, ...networkRows].entries()) {
  await check(row.name, async () => {
    const place = join(folder, String(index));
    const [ours, theirs] = await Promise.all([
      outcomeOf(programs.ours, row, `${place}-ours`),
      outcomeOf(programs.aws, row, `${place}-aws`),
    ]);
    matches(theirs, (version[1] === '1' ? row.version1 : undefined) ?? row.expect, 'aws');
    matches(ours, row.expect, 'ours');
  });
}
await Promise.all(Object.values(tunnels).flatMap((both) => both.map((tunnel) => tunnel.close())));
await Promise.all([sandbox.close(), programs.aws.fake.close(), machine.close()]);
rmSync(folder, { recursive: true, force: true });
finish();

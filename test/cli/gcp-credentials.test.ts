import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  federatedFile,
  impersonatingFile,
  serviceAccountFile,
  userFile,
} from '../fakes/compute/identity/credential-files.ts';
import { startTunnel } from '../fakes/compute/tunnel.ts';
import { stubGcloud } from '../harness/stub-gcloud.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const onGoogle = { cloud: 'GCP', generation: 'v2.15' } as const;
const create = 'create ape/shop-gcp --project shop --provider GCP --region europe-west1 --subnetwork endpoints';

type Variables = Readonly<Record<string, string | undefined>>;

function setAll(pairs: Iterable<readonly [string, string | undefined]>): void {
  for (const [name, value] of pairs) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Runs a command with other variables: the library reads those of the process. */
async function runWith(world: World, variables: Variables, command = create): Promise<Seen> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  setAll(Object.entries(variables));
  try {
    return await world.run(command, { env: variables });
  } finally {
    setAll(before);
  }
}

function fileWith(content: object | string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-')), 'credentials.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** What a command says of the account: who calls, in the project of the sandbox. */
function tellsCaller({ stderr, code }: Seen, caller: string): void {
  assert.equal(code, 0, stderr);
  const [line] = stderr.split('\n').filter((each) => each.startsWith('Google Cloud project '));
  assert.equal(line, `Google Cloud project shop-prod${caller === '' ? '' : ` (${caller})`}, region europe-west1`);
}

/** A folder of gcloud's with an active configuration. */
function gcloudFolder(configuration: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  mkdirSync(join(folder, 'configurations'));
  writeFileSync(join(folder, 'active_config'), 'work\n');
  writeFileSync(join(folder, 'configurations', 'config_work'), configuration);
  return folder;
}

const nobody: Variables = { GOOGLE_APPLICATION_CREDENTIALS: undefined };

/** Runs in a network in which Google is behind a proxy, as it is under Google's own names. */
async function behindProxy(
  world: World,
  credentials: readonly object[],
  more: Variables = {},
): Promise<readonly Seen[]> {
  const tunnel = await startTunnel(world.compute.url);
  const trusted = getCACertificates('default');
  // Nothing but this one: the sandbox's own authority has the same name.
  setDefaultCACertificates([tunnel.caPem]);
  try {
    const seen: Seen[] = [];
    for (const each of credentials) {
      const variables = {
        GOOGLE_APPLICATION_CREDENTIALS: fileWith(each),
        HTTPS_PROXY: tunnel.url,
        CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: undefined,
        ...more,
      };
      seen.push(await runWith(world, variables));
    }
    assert.ok(tunnel.hosts().includes('oauth2.googleapis.com'));
    return seen;
  } finally {
    setDefaultCACertificates(trusted);
    await tunnel.close();
  }
}

suite('credentials for Google Cloud', (test) => {
  test('are a federated identity’s, also one that impersonates a service account', () =>
    inWorld(onGoogle, async (world) => {
      const { identity, url } = world.compute;
      const [pool] = identity.accounts.pools;
      assert.ok(pool !== undefined);
      const { email } = identity.accounts.addKey('shop-prod', 'deployer');
      const file = fileWith(federatedFile(url, pool, fileWith(pool.subjectToken), email));
      const seen = await runWith(world, { GOOGLE_APPLICATION_CREDENTIALS: file });
      tellsCaller(seen, `account ${email}`);
      assert.ok(world.compute.requests().some(({ path }) => path.endsWith(':generateAccessToken')));
    }));

  test('are a service account’s key, through a proxy and with an authority of the company’s own', () =>
    inWorld(onGoogle, async (world) => {
      const account = world.compute.identity.accounts.addKey('shop-prod', 'deployer');
      const [seen] = await behindProxy(world, [serviceAccountFile(account)], { GOOGLE_CLOUD_PROJECT: undefined });
      assert.ok(seen !== undefined);
      tellsCaller(seen, `account ${account.email}`);
    }));

  test('are a person’s own, with the project that pays, or those of whom the person impersonates', () =>
    inWorld(onGoogle, async (world) => {
      const { accounts } = world.compute.identity;
      const user = { email: 'a@example.com', clientId: 'gcloud', clientSecret: 's', refreshToken: 'r-1' };
      accounts.users.push(user);
      const { email } = accounts.addKey('shop-prod', 'deployer');
      const files = [userFile(user, 'shop-prod'), impersonatingFile(userFile(user), email)];
      const [own, impersonated] = await behindProxy(world, files);
      assert.ok(own !== undefined && impersonated !== undefined);
      tellsCaller(own, 'credentials from GOOGLE_APPLICATION_CREDENTIALS');
      tellsCaller(impersonated, `account ${email}`);
    }));

  test('that were revoked are refused in Google’s words', () =>
    inWorld(onGoogle, async (world) => {
      const user = { email: 'a@example.com', clientId: 'gcloud', clientSecret: 's', refreshToken: 'r-1' };
      const [seen] = await behindProxy(world, [userFile(user)]);
      assert.ok(seen !== undefined);
      assert.match(
        seen.stderr,
        /^error: Google refused the credentials: .*\(invalid_grant\)\nhint: log in with `gcloud auth application-default login`/m,
      );
      assert.doesNotMatch(seen.stderr, /r-1/);
      assert.equal(seen.code, 1);
    }));

  test('in a Pod are those of its service account, by the metadata server', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await runWith(world, {
        ...nobody,
        GCE_METADATA_HOST: new URL(world.compute.url).host,
        METADATA_SERVER_DETECTION: 'assume-present',
      });
      assert.match(seen.stderr, /^Google Cloud project shop-prod \(account \S+@\S+\), region europe-west1$/m);
      assert.equal(seen.code, 0, seen.stderr);
      assert.ok(world.compute.requests().some(({ path }) => path.includes('/computeMetadata/')));
    }));

  test('are at last those of whoever is logged in with gcloud', () =>
    inWorld(onGoogle, async (world) => {
      const gcloud = stubGcloud(world.compute.token());
      const seen = await runWith(world, { ...nobody, PATH: gcloud.path });
      tellsCaller(seen, '');
      assert.deepEqual(gcloud.calls(), ['auth print-access-token']);
    }));

  const account = '[core]\naccount = ann@example.com\n';
  for (const [what, configuration, variables, caller] of [
    ['is the account of its configuration', `${account}project = p\n`, {}, 'account ann@example.com'],
    ['is that of a variable', account, { CLOUDSDK_CORE_ACCOUNT: 'bob@example.com' }, 'account bob@example.com'],
    [
      'is the last one of those that are impersonated',
      `${account}[auth]\nimpersonate_service_account = a@p.iam.gserviceaccount.com,b@p.iam.gserviceaccount.com\n`,
      {},
      'account b@p.iam.gserviceaccount.com',
    ],
    ['is not known where a file has the token', account, { CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: '/token' }, ''],
    ['is not known where a file has the credentials', `${account}[auth]\ncredential_file_override = /key\n`, {}, ''],
  ] as const) {
    test(`whoever is logged in with gcloud ${what}`, () =>
      inWorld(onGoogle, async (world) => {
        const { path } = stubGcloud(world.compute.token());
        const folder = { CLOUDSDK_CONFIG: gcloudFolder(configuration) };
        tellsCaller(await runWith(world, { ...nobody, PATH: path, ...folder, ...variables }), caller);
      }));
  }

  test('are told of by their usual place, where they name no account', () =>
    inWorld(onGoogle, async (world) => {
      const { GOOGLE_APPLICATION_CREDENTIALS: file = '' } = world.env;
      const folder = gcloudFolder('');
      copyFileSync(file, join(folder, 'application_default_credentials.json'));
      const seen = await runWith(world, { ...nobody, CLOUDSDK_CONFIG: folder });
      tellsCaller(seen, 'application default credentials');
    }));

  test('that are nobody’s are told, with what gcloud says', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await runWith(world, { ...nobody, PATH: stubGcloud().path });
      assert.match(
        seen.stderr,
        /^error: no Google Cloud credentials found: no application default credentials, and You do not currently have an active account selected\.\nhint: log in with `gcloud auth application-default login`, or name a credentials file in GOOGLE_APPLICATION_CREDENTIALS$/m,
      );
      const without = await runWith(world, { ...nobody, PATH: '/nowhere' });
      assert.match(without.stderr, /^error: .*, and gcloud is not installed$/m);
      assert.doesNotMatch(seen.stderr, /^Google Cloud project/m);
      assert.equal(world.kubernetes.store.list('atlasprivateendpoints').length, 0, 'nothing was made before');
    }));

  for (const [what, file] of [
    ['is not there', '/nowhere/credentials.json'],
    ['is no JSON', fileWith('{')],
  ] as const) {
    test(`in a file that ${what} are told`, () =>
      inWorld(onGoogle, async (world) => {
        const seen = await runWith(world, { GOOGLE_APPLICATION_CREDENTIALS: file });
        assert.match(seen.stderr, /^error: the Google Cloud credentials cannot be used: .*\nhint: log in with /m);
        assert.equal(seen.code, 1);
      }));
  }

  test('are not sent over plain HTTP to another machine', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await world.run(create, {
        env: { CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: 'http://compute.example.com/compute/v1/' },
      });
      assert.match(
        seen.stderr,
        /^error: invalid value "http:\/\/compute\.example\.com\/compute\/v1\/" for CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: not an https URL$/m,
      );
    }));

  test('stand in no log, whatever -v is', () =>
    inWorld(onGoogle, async (world) => {
      const token = world.compute.token();
      const gcloud = stubGcloud(token);
      const seen = await runWith(world, { ...nobody, PATH: gcloud.path }, `${create} -v 9`);
      assert.match(
        seen.stderr,
        /^compute POST projects\/shop-prod\/regions\/europe-west1\/addresses OK in \d+ milliseconds$/m,
      );
      assert.ok(!seen.stderr.includes(token));
    }));

  test('do not say which project is meant: without one it is asked for', () =>
    inWorld(onGoogle, async (world) => {
      const seen = await runWith(world, { GOOGLE_CLOUD_PROJECT: undefined });
      assert.match(
        seen.stderr,
        /^error: no Google Cloud project is chosen\nhint: give it with --gcp-project or GOOGLE_CLOUD_PROJECT, /m,
      );
    }));
});

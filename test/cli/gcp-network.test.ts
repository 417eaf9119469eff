import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceAccountFile } from '../fakes/compute/identity/credential-files.ts';
import { type Tunnel, startTunnel } from '../fakes/compute/tunnel.ts';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const onGoogle = { cloud: 'GCP', generation: 'v2.15' } as const;
const create = 'create ape/shop-gcp --project shop --provider GCP --region europe-west1 --subnetwork endpoints';
/** A proxy that is not there, with a password that nobody may see. */
const nobody = 'http://me:secret@127.0.0.1:9';

function fileWith(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-')), 'file');
  writeFileSync(file, content);
  return file;
}

const key = ({ compute }: World): string =>
  fileWith(JSON.stringify(serviceAccountFile(compute.identity.accounts.addKey('shop-prod', 'deployer'))));
const errorOf = ({ stderr }: Seen): string => stderr.slice(stderr.indexOf('error:'));

/** Google's own hosts, behind a proxy that alone knows them. */
async function behindTunnel(body: (world: World, tunnel: Tunnel) => Promise<void>): Promise<void> {
  await inWorld(onGoogle, async (world) => {
    const tunnel = await startTunnel(world.compute.url);
    // What the library reads of the process itself: the key's file.
    const before = process.env['GOOGLE_APPLICATION_CREDENTIALS'];
    process.env['GOOGLE_APPLICATION_CREDENTIALS'] = key(world);
    try {
      await body(world, tunnel);
    } finally {
      if (before === undefined) delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
      else process.env['GOOGLE_APPLICATION_CREDENTIALS'] = before;
      await tunnel.close();
    }
  });
}

/** Runs the command with a key of a service account, against Google's own hosts. */
function run(world: World, env: Readonly<Record<string, string>>): Promise<Seen> {
  const { GOOGLE_APPLICATION_CREDENTIALS } = process.env;
  const hosts = { CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: undefined, GOOGLE_APPLICATION_CREDENTIALS };
  return world.run(create, { env: { ...hosts, ...env } });
}

suite('the way to Google Cloud', (test) => {
  test('a proxy that does not answer is named where a token is asked for, without its password', () =>
    behindTunnel(async (world) => {
      assert.equal(
        errorOf(await run(world, { HTTPS_PROXY: nobody })),
        `error: cannot reach Google's token endpoint through the proxy http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9
hint: check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it
`,
      );
    }));

  test('and where Compute Engine is asked', () =>
    inWorld(onGoogle, async (world) => {
      const { url } = world.compute;
      assert.equal(
        errorOf(await world.run(create, { env: { HTTP_PROXY: nobody } })).replaceAll(url, 'URL'),
        `error: cannot reach URL/compute/v1/ through the proxy http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9
hint: check the proxy in HTTPS_PROXY; NO_PROXY lists the hosts that are reached without it
`,
      );
      const around = await world.run(create, { env: { HTTP_PROXY: nobody, NO_PROXY: '127.0.0.0/8' } });
      assert.equal(around.code, 0, around.stderr);
    }));

  test('a proxy that asks for a password is named, and is not taken for Google', () =>
    behindTunnel(async (world, tunnel) => {
      tunnel.urlOf('me', 'secret');
      const seen = errorOf(await run(world, { HTTPS_PROXY: tunnel.url }));
      assert.equal(
        seen.replaceAll(tunnel.url.replace(/\/$/, ''), 'PROXY'),
        `error: cannot reach Google's token endpoint through the proxy PROXY: the proxy answered 407 Proxy Authentication Required
hint: the proxy asks for a user and a password: put USER:PASSWORD@ before the host in HTTPS_PROXY
`,
      );
    }));

  test('a certificate that is not trusted is called that, and gcloud’s own setting makes it trusted', () =>
    behindTunnel(async (world, tunnel) => {
      const env = { HTTPS_PROXY: tunnel.url };
      assert.match(
        errorOf(await run(world, env)),
        /^error: the certificate of Google's token endpoint is not trusted through the proxy http:\/\/127\.0\.0\.1:\d+: .*\nhint: if a proxy inspects TLS, name a file with its CA in CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE, or with `gcloud config set core\/custom_ca_certs_file FILE`\n$/,
      );
      const trusting = { ...env, CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: fileWith(tunnel.caPem) };
      const seen = await run(world, trusting);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual([...new Set(tunnel.hosts())], ['oauth2.googleapis.com', 'compute.googleapis.com']);
      const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
      const missing = { ...env, CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: join(folder, 'none.pem') };
      assert.match(
        errorOf(await run(world, missing)),
        /^error: CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE names a file that cannot be read: ENOENT/,
      );
    }));
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rejection, suite } from '../harness/suite.ts';
import { KUBERNETES, assetsFolder, getAssets } from './assets.ts';

const programs = ['etcd', 'kube-apiserver', 'kubectl'];

/** An archive laid out as the official ones (github.com/kubernetes-sigs/controller-tools, releases envtest-*), with scripts in it. */
function archive(folder: string): Buffer {
  const inside = join(folder, 'controller-tools', 'envtest');
  mkdirSync(inside, { recursive: true });
  for (const name of programs) {
    writeFileSync(join(inside, name), `#!/bin/sh\necho ${name}\n`);
    chmodSync(join(inside, name), 0o755);
  }
  execFileSync('tar', ['-czf', join(folder, 'envtest.tar.gz'), '-C', folder, 'controller-tools']);
  return readFileSync(join(folder, 'envtest.tar.gz'));
}

/** Serves the index and the archive, with an empty cache and neither go nor kubectl on PATH. */
async function withReleases(
  hashOf: (tarball: Buffer) => string,
  body: (indexURL: string, requests: readonly string[]) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-assets-'));
  const tarball = archive(folder);
  const requests: string[] = [];
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const { port } = server.address() as AddressInfo;
    const name = `envtest-${KUBERNETES}-${process.platform}-${architecture}.tar.gz`;
    const index = {
      releases: { [KUBERNETES]: { [name]: { hash: hashOf(tarball), selfLink: `http://127.0.0.1:${port}/${name}` } } },
    };
    response.end(request.url === '/index.yaml' ? JSON.stringify(index) : tarball);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { XDG_CACHE_HOME, KUBEBUILDER_ASSETS, PATH } = process.env;
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  process.env['PATH'] = join(folder, 'nothing');
  delete process.env['KUBEBUILDER_ASSETS'];
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.yaml`, requests);
  } finally {
    for (const [name, value] of Object.entries({ XDG_CACHE_HOME, KUBEBUILDER_ASSETS, PATH })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function sha512(tarball: Buffer): string {
  return createHash('sha512').update(tarball).digest('hex');
}

suite('npm run assets', (test) => {
  test('takes the official archive, and the next run has nothing to do', () =>
    withReleases(sha512, async (indexURL, requests) => {
      const said: string[] = [];
      const folder = await getAssets((line) => said.push(line), indexURL);
      assert.deepEqual(readdirSync(folder).sort(), programs);
      assert.equal(execFileSync(join(folder, 'etcd'), { encoding: 'utf8' }), 'etcd\n');
      assert.equal(assetsFolder(), folder);
      assert.equal(requests.length, 2);
      said.length = 0;
      await getAssets((line) => said.push(line), indexURL);
      assert.deepEqual([said, requests.length], [[`nothing to do: Kubernetes ${KUBERNETES} is in ${folder}`], 2]);
    }));

  test('does not take an archive with another checksum', () =>
    withReleases(
      () => sha512(Buffer.from('something else')),
      async (indexURL) => {
        const error = await rejection(getAssets(() => undefined, indexURL));
        assert.match(
          error.message,
          /^the download failed \(SHA-512 mismatch for [^]*\), and there is no go on PATH to build with$/,
        );
        assert.match((await rejection(Promise.resolve().then(assetsFolder))).message, /; run: npm run assets$/);
      },
    ));

  test('KUBEBUILDER_ASSETS comes first, as for every envtest', () =>
    withReleases(sha512, async (indexURL) => {
      const folder = await getAssets(() => undefined, indexURL);
      const own = `${folder}-own`;
      mkdirSync(own);
      process.env['KUBEBUILDER_ASSETS'] = own;
      assert.match((await rejection(Promise.resolve().then(assetsFolder))).message, /-own; run: npm run assets$/);
      for (const name of programs) writeFileSync(join(own, name), '');
      assert.equal(assetsFolder(), own);
    }));
});

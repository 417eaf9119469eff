/** What nobody may read over somebody's shoulder: it is found on stdout of `secret`, and nowhere else. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { placed } from '../harness/placement.ts';
import type { Seen } from '../harness/seen.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
  readonly users: readonly { readonly user: Readonly<Record<string, unknown>> }[];
}

function kubeconfigOf({ kubeconfig }: World): Kubeconfig {
  return load(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
}

/** Every secret that the world holds: of the kubeconfig's users, the clouds' credentials, and the connection Secrets, plain and in base64. */
function canariesOf(world: World): ReadonlySet<string> {
  const users = kubeconfigOf(world).users.flatMap(({ user }) => Object.values(user));
  const env = Object.entries(process.env).flatMap(([name, value]) => (/SECRET/.test(name) ? [value] : []));
  const data = world.kubernetes.store
    .list('secrets')
    .flatMap(({ data: encoded }) => Object.values(encoded as Readonly<Record<string, string>>));
  const decoded = data.map((value) => Buffer.from(value, 'base64').toString());
  // The hosts of a connection string and a user's name are shown; its password is not.
  const passwords = decoded.flatMap(
    (value) => /:\/\/[^:]*:(.*)@/.exec(value)?.[1] ?? (value.startsWith('mongodb') ? [] : value),
  );
  const all = [...users, ...env, ...data, ...passwords].filter((value) => typeof value === 'string');
  return new Set(all.filter((value) => value.length > 6 && !['default', 'sandbox'].includes(value)));
}

/** @throws AssertionError for a canary in what was printed */
function assertSilent({ stdout, stderr }: Seen, canaries: Iterable<string>, command: string, isSecret = false): void {
  for (const canary of canaries)
    for (const [name, text] of Object.entries(isSecret ? { stderr } : { stdout, stderr }))
      assert.ok(!text.includes(canary), `${command}: ${canary} is on ${name}:\n${text}`);
}

const levels = ['0', '7', '10'];

/** A kubeconfig beside the sandbox's. @returns its path */
function kubeconfig(world: World, cluster: object, user: object): string {
  const [{ cluster: own } = { cluster: { server: '' } }] = kubeconfigOf(world).clusters;
  const file = join(mkdtempSync(join(tmpdir(), 'canary-')), 'config');
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { ...own, ...cluster } }],
      users: [{ name: 'u', user }],
    }),
  );
  return file;
}

suite('canaries', (test) => {
  test('password, token, keys and connection strings are on stdout of secret only, at every -v', () =>
    inWorld({}, async (world) => {
      process.env['AWS_SECRET_ACCESS_KEY'] = 'canary-of-the-aws-key';
      world.deploy();
      const up = `up orders ${placed(world)}`;
      assertSilent(await world.run(`${up} -v 10`), canariesOf(world), up);
      const canaries = canariesOf(world);
      assert.ok(canaries.has('p@ss:word/1') && canaries.has('canary-of-the-aws-key') && canaries.size > 8);
      for (const level of levels) {
        for (const command of [
          up,
          'status',
          'status -o yaml',
          'link orders',
          'create orders -o json',
          'delete orders --dry-run',
          'version',
          'delete --orphans',
        ])
          assertSilent(await world.run(`${command} -v ${level}`), canaries, `${command} -v ${level}`);
        for (const rest of [
          '',
          '-o json',
          '-o env',
          '-o export',
          '-o pod-env',
          '--key nope',
          '-o jsonpath={.password[0]}',
          '-o jsonpath={.password[?(@.a)]}',
          '-o jsonpath={.username.x[?(@.a<1)]}',
          '--user nobody',
          '--endpoint nope',
          '--refresh',
        ])
          assertSilent(
            await world.run(`secret orders ${rest} -v ${level}`),
            canaries,
            `secret ${rest} -v ${level}`,
            true,
          );
      }
      assert.match((await world.run('secret orders -o json')).stdout, /p@ss:word\/1/);
    }));

  test('a token, and what stands before the host of a server or a proxy, is in no error, log line, hint or printed command', () =>
    inWorld({}, async (world) => {
      world.deploy();
      const canary = 'canary-0f-a-url';
      const server = new URL(kubeconfigOf(world).clusters[0]?.cluster.server ?? '');
      const address = `https://user:${canary}@${server.host}`;
      const token = 'canary-of-a-token';
      const withAddress = kubeconfig(world, { server: address }, { token });
      for (const command of [
        `status --kubeconfig ${withAddress}`,
        `status --server ${address}`,
        `status -s=${address} --token ${token}`,
        `status --server https://user:${canary}@[::bad --token=${token}`,
        `create orders --server ${address} --token=${token}`,
        `up orders --wait=false -s ${address} --token ${token}`,
        `status --server https://user:${canary}@127.0.0.1:1`,
      ])
        for (const level of levels)
          assertSilent(await world.run(`${command} -v ${level}`), [canary, token], `${command} -v ${level}`);
      for (const proxy of [
        `http://user:${canary}@127.0.0.1:1`,
        `socks5://user:${canary}@127.0.0.1:1`,
        `ftp://user:${canary}@h`,
        `http://user:${canary}@[::bad`,
      ]) {
        const file = kubeconfig(world, { 'proxy-url': proxy }, { token });
        const seen = await world.run(`status --kubeconfig ${file} -v 9`);
        assertSilent(seen, [canary, token], proxy);
        assert.doesNotMatch(seen.stderr, /this is a bug/, proxy);
      }
    }));

  test("a credential plugin's arguments, its answer and a broken kubeconfig's text are never shown", () =>
    inWorld({}, async (world) => {
      const canary = 'canary-of-a-plugin';
      const folder = mkdtempSync(join(tmpdir(), 'canary-plugin-'));
      const plugin = join(folder, 'plugin');
      writeFileSync(plugin, '#!/bin/sh\nprintf %s "$2"\nexit "$3"\n');
      chmodSync(plugin, 0o755);
      const apiVersion = 'client.authentication.k8s.io/v1';
      for (const [answer, code] of [
        [canary, '0'],
        [canary, '3'],
        ['', '3'],
        [`{"kind":"ExecCredential","apiVersion":"${canary}"}`, '0'],
        [`{"kind":"${canary}"}`, '0'],
        [`{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":["${canary}"]}}`, '0'],
        [`{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"clientCertificateData":"${canary}"}}`, '0'],
        [
          `{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"clientCertificateData":"${canary}","clientKeyData":"${canary}"}}`,
          '0',
        ],
        [`{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":"${canary}"}}`, '0'],
        [`{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":"${canary}\\n"}}`, '0'],
      ] as const) {
        const exec = {
          apiVersion,
          interactiveMode: 'Never',
          command: plugin,
          args: [`--oidc-client-secret=${canary}`, answer, code],
        };
        const file = kubeconfig(world, {}, { exec });
        const seen = await world.run(['status', '--kubeconfig', file, '-v', '9']);
        assertSilent(seen, [canary], answer);
        assert.equal(seen.code, 1, answer);
        assert.doesNotMatch(seen.stderr, /this is a bug/, answer);
      }
      const file = join(folder, 'config');
      for (const text of [
        `a: *${canary}`,
        `a: !<${canary}> b`,
        `token: "${canary}`,
        `- ${canary}: [`,
        `{"token": "${canary}"`,
        `${canary}: 1\n${canary}: 2`,
        `users: [{name: u, user: {token: [${canary}]}}]`,
      ]) {
        writeFileSync(file, text);
        assertSilent(await world.run(['status', '--kubeconfig', file]), [canary], text);
      }
    }));
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { suite } from '../harness/suite.ts';
import { makeCertificates } from '../fakes/apiserver/certificates.ts';

const module = new URL('../../src/core/trust/default-authorities.ts', import.meta.url).href;

/** How many authorities a Node trusts by default after these calls. */
function trusted(flags: readonly string[], calls: string, env: NodeJS.ProcessEnv = {}): number {
  const script = `import * as authorities from ${JSON.stringify(module)};
    import { getCACertificates } from 'node:tls';
    ${calls}
    console.log(getCACertificates('default').length);`;
  const { NODE_EXTRA_CA_CERTS: _extra, ...plain } = process.env;
  const argv = [...flags, '--input-type=module', '--eval', script];
  return Number(execFileSync(process.execPath, argv, { env: { ...plain, ...env }, encoding: 'utf8' }));
}

const leave = 'authorities.leaveAuthoritiesUnread();';
const trust = 'authorities.trustDefaultAuthorities();';
const flag = '--use-openssl-ca';
const bundled = getCACertificates('bundled').length;

suite('whom TLS trusts by default', (test) => {
  test('in a Node that was started as the executable starts it: nobody, as long as each connection names whom it trusts', () =>
    assert.equal(trusted([flag], leave), 0));

  test('then those that come with Node, from the first connection on that names nobody', () =>
    assert.equal(trusted([flag], `${leave}${trust}`), bundled));

  test('for good: a connection that names its own takes nothing from others', () =>
    assert.equal(trusted([flag], `${leave}${trust}${leave}`), bundled));

  test('also where nothing was connected before', () => assert.equal(trusted([flag], trust), bundled));

  test('and those of NODE_EXTRA_CA_CERTS', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
    const file = join(folder, 'extra.pem');
    writeFileSync(file, (await makeCertificates()).caPem);
    assert.equal(trusted([flag], `${leave}${trust}`, { NODE_EXTRA_CA_CERTS: file }), bundled + 1);
    rmSync(folder, { recursive: true });
  });

  test('in any other Node whomever it trusts anyway', () =>
    assert.equal(trusted([], `${leave}${trust}${leave}`), trusted([], '')));
});

/**
 * Promises that hold because all ways lead through one place: --dry-run writes nothing because everything that can write is opened in one
 * place, which then returns read-only clients. A second place could return others.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';

const root = new URL('../../', import.meta.url).pathname;
const door = 'src/cli/open-run.ts';

/** The files of src in which a pattern stands. */
function filesWith(pattern: RegExp): readonly string[] {
  return globSync('src/**/*.ts', { cwd: root }).filter((file) => pattern.test(readFileSync(`${root}${file}`, 'utf8')));
}

suite('one door', (test) => {
  // A snapshot of a client has its transport, which decides about writing.
  test('every client of a cluster is created in cli/open-run', () =>
    assert.deepEqual([filesWith(/new Transport\(/), filesWith(/new KubeClient\(/)], [[door], [door]]));

  test('what is printed for people goes through printLine, a table or the progress lines, which show what a terminal would obey', () =>
    assert.deepEqual(
      filesWith(/stderr\)?\.write\(/).filter((file) => !file.startsWith('src/output/')),
      [],
    ));

  test('every cloud account is opened there', () =>
    assert.deepEqual(filesWith(/(?:facts|cloud|clouds\[\w+\])\.open\(/), [door]));

  // Each of them refuses what would change something, where nothing may be changed.
  test('what a cloud is asked goes through one client of it', () =>
    assert.deepEqual(
      [/new EC2Client\(/, /new NetworkManagementClient\(/, /client\.request\(/]
        .flatMap(filesWith)
        .filter((file) => file.startsWith('src/cloud/')),
      ['src/cloud/aws/account/ec2.ts', 'src/cloud/azure/account/arm.ts', 'src/cloud/gcp/account/compute.ts'],
    ));

  // Each of them says whom it trusts, or that it trusts whom Node trusts (src/core/trust/default-authorities.ts).
  test('what speaks TLS is here, and in the libraries, which are given the agents of src/cloud/account/network', () =>
    assert.deepEqual(filesWith(/from 'node:(?:https|tls)'|\bfetch\(/).toSorted(), [
      'src/cloud/account/network/agent.ts',
      'src/cloud/aws/account/identity/settings.ts',
      'src/core/trust/default-authorities.ts',
      'src/kube/http/agent.ts',
      'src/kube/http/system-authorities.ts',
      'src/kube/http/transport.ts',
      'src/kube/http/untrusted.ts',
    ]));
});

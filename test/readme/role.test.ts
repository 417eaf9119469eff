import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from '../harness/suite.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

suite('docs/permissions.md', (test) => {
  // That it is exactly enough is shown on a real API server: test/contract/permissions.ts.
  test('gives the Role that is in rbac/role.yaml, to the letter', () => {
    const permissions = /^## Permissions$([^]*?)^## /m.exec(read('docs/permissions.md'))?.[1] ?? '';
    assert.equal(/^```yaml\n([^]*?)^```$/m.exec(permissions)?.[1], read('rbac/role.yaml'));
  });
});

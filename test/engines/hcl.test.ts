import assert from 'node:assert/strict';
import { block, resourceName } from '../../src/engines/hcl.ts';
import { parseTerraform } from '../harness/hcl.ts';
import { suite } from '../harness/suite.ts';

const hostile = [
  '',
  '"',
  '\\',
  '${file("/etc/passwd")}',
  '%{ if true }x%{ endif }',
  '$${a}',
  'a\nb\tc\r',
  '日本 ☃',
  '$',
  '%',
];

suite("Terraform's language", (test) => {
  for (const text of hostile)
    test(`HashiCorp's own parser reads ${JSON.stringify(text)} back as the same text`, async () => {
      const body = { name: text, list: [text, 'b'], tags: { [`k${text}`]: text } };
      const read = await parseTerraform(block('resource', ['a', 'b'], body));
      const found = read.resource['a']?.['b']?.[0];
      // The parser's JSON writes what would be interpolated as Terraform's JSON syntax does: doubled.
      const doubled = text.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
      assert.equal(found?.['name'], doubled);
      assert.deepEqual(found?.['list'], [doubled, 'b']);
      assert.deepEqual(found?.['tags'], { [`k${doubled}`]: doubled });
    });

  test('names of objects become names of resources', () => {
    assert.deepEqual(['shop-us.east', '9lives', 'Shop'].map(resourceName), ['shop_us_east', '_9lives', 'shop']);
  });
});

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitManifest as manifest } from '../harness/kept-in-git.ts';
import { placedInGroup } from '../harness/placement.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const id = 'vpce-026b4c868ce5d755d';
const file = join(mkdtempSync(join(tmpdir(), 'atlas-pe-git-')), 'shop.yaml');

function kept(world: World): void {
  world.deployCluster();
  world.addService();
}

function asWindows(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

suite('the file of up --write', (test) => {
  const item = `- id: ${id}`;
  const json = {
    apiVersion: 'atlas.mongodb.com/v1',
    kind: 'AtlasPrivateEndpoint',
    metadata: { name: 'shop-us' },
    spec: { provider: 'AWS', region: 'US_EAST_1' },
  };
  const wide = manifest.replaceAll('  ', '    ').replace(' #', '      #').replace('AWS', '   AWS');
  for (const [what, before, line, after] of [
    ['line breaks of Windows', asWindows(manifest), ' []\r\n', `\r\n    ${item}\r\n`],
    ['an indent of 4, and further blanks', wide, ' []\n', `\n        ${item}\n`],
    [
      'a comment beside the empty list',
      manifest.replace('[]', '[]   # none'),
      ' []   # none\n',
      `   # none\n    ${item}\n`,
    ],
    ['a list without a value', manifest.replace(' []', ''), 'tion:\n', `tion:\n    ${item}\n`],
    ['an explicit null', manifest.replace('[]', 'null'), ' null\n', `\n    ${item}\n`],
    ['an item', manifest.replace(' []', "\n  -   id:  'other' # x"), '# x\n', `# x\n  ${item}\n`],
    ['an item in brackets', manifest.replace('[]', '[{id: other}]  # x'), 'other}]', `other}, {id: ${id}}]`],
    [
      'items in brackets, one a line',
      manifest.replace('[]', '[\n    { id: other }, # x\n  ]'),
      '# x\n',
      `# x\n    { id: ${id} },\n`,
    ],
    ['no list', manifest.replace('  awsConfiguration: []\n', ''), 'VPC\n', ''],
    ['no line break at its end', manifest.trimEnd(), ' []', `\n    ${item}`],
    ['other documents', `a:   [1,2]\n---\n${manifest}---\nb:   "c"   # d\n`, ' []\n', `\n    ${item}\n`],
    [
      'a List',
      `apiVersion: v1\nitems:\n- ${manifest.slice(manifest.indexOf('apiV')).trimEnd().replaceAll('\n', '\n  ')}\nkind: List\n`,
      ' []\n',
      `\n    ${item}\n`,
    ],
  ] as const)
    test(`--write leaves every other byte of a file alone that has ${what}`, () =>
      inWorld({}, async (world) => {
        kept(world);
        writeFileSync(file, before);
        assert.ok(before.includes(line));
        await world.run(`up ape/shop-us --write ${file} --refresh ${placedInGroup(world)} --timeout 1m`);
        const expected =
          after === ''
            ? before.replace('US_EAST_1\n', `US_EAST_1\n  awsConfiguration:\n    ${item}\n`)
            : before.replace(line, after);
        assert.equal(readFileSync(file, 'utf8'), expected);
      }));

  for (const [what, value, after] of [
    ['an object', json, (list: unknown) => ({ ...json, spec: { ...json.spec, ...(list as object) } })],
    [
      'a List',
      { kind: 'List', items: [{ kind: 'Other' }, json] },
      (list: unknown) => ({
        kind: 'List',
        items: [{ kind: 'Other' }, { ...json, spec: { ...json.spec, ...(list as object) } }],
      }),
    ],
  ] as const)
    test(`--write leaves ${what} in JSON what it is, with its indent`, () =>
      inWorld({}, async (world) => {
        kept(world);
        writeFileSync(file, `${asWindows(JSON.stringify(value, undefined, 4))}\r\n`);
        await world.run(`up ape/shop-us --write ${file} --refresh ${placedInGroup(world)} --timeout 1m`);
        const expected = JSON.stringify(after({ awsConfiguration: [{ id }] }), undefined, 4);
        assert.equal(readFileSync(file, 'utf8'), `${asWindows(expected)}\r\n`);
      }));

  const folder = mkdtempSync(join(tmpdir(), 'atlas-pe-git-'));
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('closed'));
  for (const [name, text] of [
    ['read-only.yaml', manifest],
    ['closed/shop.yaml', manifest],
    ['text.json', manifest],
  ] as const)
    writeFileSync(at(name), text);
  chmodSync(at('read-only.yaml'), 0o444);
  chmodSync(at('closed'), 0o555);

  for (const [what, path, error] of [
    ['is read-only', at('read-only.yaml'), `${at('read-only.yaml')} is read-only`],
    [
      'is in a read-only folder',
      at('closed/shop.yaml'),
      `the folder ${at('closed')} is read-only, so that ${at('closed/shop.yaml')} cannot be replaced`,
    ],
    ['is a folder', folder, `cannot read ${folder}: it is a folder`],
    ['is below a file', at('text.json/x'), `cannot read ${at('text.json/x')}: a part of its path is not a folder`],
    ['is named as JSON and is none', at('text.json'), `${at('text.json')} is named as JSON, and is not JSON`],
  ] as const)
    test(`a file that ${what} is refused before anything is done, and by --dry-run`, () =>
      inWorld({}, async (world) => {
        kept(world);
        for (const flag of ['', ' --dry-run']) {
          const seen = await world.run(`up ape/shop-us --write ${path} --refresh ${placedInGroup(world)}${flag}`);
          assert.equal(seen.stderr.split('\n')[0], `error: ${error}`);
          assert.deepEqual([seen.code, world.ec2.endpoints('us-east-1').length], [1, 0]);
        }
      }));

  test('an object that is not there yet is put into JSON where there is room for it, and else refused', () =>
    inWorld({}, async (world) => {
      world.deployCluster();
      const flags = `--project shop --provider AWS --region us-east-1 --yes ${placedInGroup(world)} --timeout 10s`;
      const path = at('new.json');
      const run = async (): Promise<unknown> => {
        const seen = await world.run(`up ape/shop-us --write ${path} --refresh ${flags}`);
        return seen.code === 124 ? JSON.parse(readFileSync(path, 'utf8')) : seen.stderr.split('\n')[0];
      };
      const { apiVersion, kind, metadata, spec } = json;
      const made = {
        apiVersion,
        kind,
        metadata: { ...metadata, namespace: 'default' },
        spec: { projectRef: { name: 'shop' }, ...spec },
      };
      assert.deepEqual(await run(), made);
      assert.deepEqual(await run(), made);
      writeFileSync(path, '{"kind": "List", "items": [{"kind": "Other"}]}');
      assert.deepEqual(await run(), { kind: 'List', items: [{ kind: 'Other' }, made] });
      const other = '{"kind": "Other"}';
      writeFileSync(path, other);
      assert.equal(
        await run(),
        `error: ${path} is JSON that already has another object, and has no list to which AtlasPrivateEndpoint shop-us could be added`,
      );
      assert.equal(readFileSync(path, 'utf8'), other);
    }));
});

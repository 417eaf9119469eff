import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CustomColumns } from '../../src/output/custom-columns.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const formats = 'custom-columns,custom-columns-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,wide,yaml';

/** Two deployments with an endpoint each, the first available. */
async function seed(world: World): Promise<void> {
  world.deploy({ privateEndpoints: [{ name: 'orders-pe' }] });
  world.deploy({ name: 'billing', privateEndpoints: [{ name: 'b' }] });
  world.kubernetes.store.edit('atlasdeployments', 'default', 'billing', (object) => {
    object['metadata'] = { ...(object['metadata'] as object), labels: { tier: 'gold' } };
  });
  await world.run('create orders');
  await world.run('create billing');
}

suite('output as kubectl prints it', (test) => {
  test('-o jsonpath, jsonpath-as-json and jsonpath-file are filled in from what -o json prints', () =>
    inWorld({}, async (world) => {
      await seed(world);
      const file = join(world.kubeconfig, '..', 'template');
      writeFileSync(file, '{.items[0].endpoint}\n');
      for (const [format, stdout] of [
        ['jsonpath={.items[*].endpoint}', 'b orders-pe'],
        [
          'jsonpath={range .items[*]}{.source}{"\\t"}{.phase}{"\\n"}{end}',
          'atlasdeployment/billing\tReserved\natlasdeployment/orders\tReserved\n',
        ],
        ['jsonpath-as-json={.items[*].phase}', '[\n    "Reserved",\n    "Reserved"\n]\n'],
        [`jsonpath-file=${file}`, 'b\n'],
      ] as const)
        assert.deepEqual(await world.run(['status', '-o', format]), { stdout, stderr: '', code: 0 });
      const created = await world.run(['create', 'orders', '-o=jsonpath={.phase}']);
      assert.equal(created.stdout, 'Reserved');
      assert.equal((await world.run(['version', '-ojsonpath={.node}'])).stdout, process.version);
    }));

  test('-o custom-columns and wide, with and without heads', () =>
    inWorld({}, async (world) => {
      await seed(world);
      const columns = 'custom-columns=A:endpoint,PHASE:{.phase},NOPE:.nope';
      assert.equal(
        (await world.run(['status', '-o', columns])).stdout,
        'A           PHASE      NOPE\nb           Reserved   <none>\norders-pe   Reserved   <none>\n',
      );
      assert.equal(
        (await world.run(['status', '-o', columns, '--no-headers'])).stdout,
        'b           Reserved   <none>\norders-pe   Reserved   <none>\n',
      );
      const wide = (await world.run('status -owide')).stdout.split('\n');
      assert.match(
        wide[0] ?? '',
        /^SOURCE +ENDPOINT +PHASE +CLOUD ENDPOINT +AGE +REGION +SERVICE +STATE +LINKED ENDPOINT +IN SPEC +MESSAGE$/,
      );
      assert.match(wide[1] ?? '', /^ad\/billing +b +Reserved .* RESERVED +<none> +true +ready for a cloud endpoint$/);
      assert.match((await world.run('status --no-headers')).stdout, /^ad\/billing {3}b {11}Reserved/);
      assert.match((await world.run('secret orders --no-headers')).stdout, /^$|^connectionString/);
    }));

  test('-l and --field-selector choose', () =>
    inWorld({}, async (world) => {
      await seed(world);
      const names = async (flags: string): Promise<string> => (await world.run(`status -oname ${flags}`)).stdout;
      assert.equal(await names('-l tier=gold'), 'atlasdeployment.atlas.mongodb.com/billing\n');
      assert.equal(await names('-ltier!=gold'), 'atlasdeployment.atlas.mongodb.com/orders\n');
      assert.equal(await names('--field-selector=metadata.name=orders'), 'atlasdeployment.atlas.mongodb.com/orders\n');
    }));

  test('nothing found is said on stderr', () =>
    inWorld({}, async (world) => {
      for (const format of ['', ' -o wide', ' -o name'])
        assert.deepEqual(await world.run(`status${format}`), {
          stdout: '',
          stderr: 'No private endpoints in namespace default. Declare one with: kubectl atlas-pe up NAME -n default\n',
          code: 0,
        });
      assert.equal(
        (await world.run('status -A')).stderr,
        'No private endpoints in any namespace. Declare one with: kubectl atlas-pe up NAME\n',
      );
      assert.deepEqual(await world.run('status -o jsonpath={.items}'), { stdout: '[]', stderr: '', code: 0 });
    }));

  for (const [when, command, stderr] of [
    [
      'a go-template is asked for',
      ['status', '-o', 'go-template={{.x}}'],
      `error: unable to match a printer suitable for the output format "go-template={{.x}}", allowed formats are: ${formats}\n`,
    ],
    [
      'jsonpath has no template',
      ['status', '-o', 'jsonpath'],
      'error: template format specified but no template given\n',
    ],
    [
      'the template is not closed',
      ['status', '-ojsonpath={.a'],
      'error: error parsing jsonpath {.a, unclosed action\n',
    ],
    [
      'the template does not fit',
      ['status', '-o', 'jsonpath={.items[3]}'],
      'error: error executing jsonpath "{.items[3]}": Error executing template: array index out of bounds: index 3, length 0\nhint: the template is filled in from what -o json prints\n',
    ],
    [
      'the template file is missing',
      ['status', '-ojsonpath-file=/nope'],
      'error: error reading --template /nope, open /nope: no such file or directory\n',
    ],
    [
      'custom columns have no path',
      ['status', '-ocustom-columns=A'],
      'error: unexpected custom-columns spec: A, expected <header>:<json-path-expr>\n',
    ],
    [
      'custom columns are empty',
      ['status', '-ocustom-columns='],
      'error: custom-columns format specified but no custom columns given\n',
    ],
    [
      'a name and a selector are given',
      ['status', 'orders', '-l', 'a=b'],
      'error: name cannot be provided when a selector is specified\n',
    ],
    [
      'wide is asked of another command than status',
      ['create', 'orders', '-owide'],
      'error: unable to match a printer suitable for the output format "wide", allowed formats are: json,jsonpath,jsonpath-as-json,jsonpath-file,name,yaml\n',
    ],
  ] as const) {
    test(when, () =>
      inWorld({}, async (world) => {
        assert.deepEqual(await world.run(command), { stdout: '', stderr, code: 1 });
      }),
    );
  }

  test('control characters of the cluster are shown, not obeyed', () => {
    assert.equal(
      CustomColumns.parse('A:a,B:b').print({ a: '\u001b[31mred', b: [1, { c: null }] }, false),
      '^[[31mred   [1 map[c:<nil>]]\n',
    );
  });

  test('a template file has heads and paths in two lines', () => {
    const columns = CustomColumns.parseTemplate('NAME  KIND\nmetadata.name {.kind}\n');
    assert.equal(columns.print({ metadata: { name: 'x' }, kind: 'K' }, true), 'NAME   KIND\nx      K\n');
    for (const [template, message] of [
      ['A B\na\n', "number of headers (2) and field specifications (1) don't match"],
      ['A', /missing spec line/],
    ] as const)
      assert.throws(() => CustomColumns.parseTemplate(template), { message });
  });
});

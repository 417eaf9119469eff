import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from '../../src/cli/args/parse.ts';
import { hintLines, hintWriter } from '../../src/cli/hints.ts';
import { verbs } from '../../src/cli/verbs.ts';
import type { Hint } from '../../src/core/next-command.ts';
import { suite } from '../harness/suite.ts';

/** A hint as it is written out after a command line, which is given word by word. */
async function after(argv: readonly string[], hint: Hint): Promise<string> {
  const parsed = parse(argv);
  assert.ok('args' in parsed);
  return hintWriter(parsed, verbs)(hint);
}

const status: Hint = [{ verb: 'status' }];
const link: Hint = [{ verb: 'link', source: 'ad/orders', namespace: 'shop', flags: { endpoint: 'blue' } }];
const secret: Hint = [{ verb: 'secret', source: 'ad/orders' }];
const pods: Hint = [{ kubectl: ['get', 'pods'] }];

suite('next commands', (test) => {
  test('text stays as it is, and commands stand in it where they belong', async () => {
    assert.equal(await after(['status'], "it's $HOME"), "it's $HOME");
    assert.equal(
      await after(['status'], ['choose with: ', ...status, '  or: ', ...link, '.']),
      'choose with: kubectl atlas-pe status  or: kubectl atlas-pe link ad/orders -n shop --endpoint blue.',
    );
  });

  test('each command of a hint stands on a line of its own, behind what it is for', () => {
    const two: Hint = ['choose with: ', ...status, '  or: ', ...link, '  and run the same command again'];
    assert.deepEqual(hintLines(two), [
      ['choose with: ', ...status],
      ['  or: ', ...link],
      ['  and run the same command again'],
    ]);
    assert.deepEqual(hintLines('text  or more'), ['text  or more']);
  });

  test('before a command line is read nothing is carried', () => {
    const write = hintWriter(undefined, verbs);
    assert.equal(write(link), 'kubectl atlas-pe link ad/orders -n shop --endpoint blue');
    assert.equal(write(pods), 'kubectl get pods');
  });

  test('every word is quoted for a POSIX shell where it has to be', async () => {
    for (const [word, quoted] of [
      ['plain-1.2_3', 'plain-1.2_3'],
      ['two words', "'two words'"],
      ["it's", `'it'\\''s'`],
      ['$HOME`id`', "'$HOME`id`'"],
      ['a"b\\c', `'a"b\\c'`],
      ['a;b&c|d>e', "'a;b&c|d>e'"],
      ['*', "'*'"],
      ['[a]', "'[a]'"],
      ['größe', "'größe'"],
      ['a\nb', "$'a\\012b'"],
    ] as const) {
      const flags = { endpoint: word };
      const own: Hint = [{ verb: 'link', source: word, namespace: word, flags }];
      assert.equal(await after(['status'], own), `kubectl atlas-pe link ${quoted} -n ${quoted} --endpoint ${quoted}`);
      assert.equal(await after(['status'], [{ kubectl: ['get', word] }]), `kubectl get ${quoted}`);
      assert.equal(await after(['status'], [{ shell: ['aws', word] }]), `aws ${quoted}`);
      assert.equal(await after(['status', '--context', word], status), `kubectl atlas-pe status --context ${quoted}`);
    }
  });

  test('what the person has to replace is not quoted', async () => {
    const subnets = { placeholder: 'SUBNET[,SUBNET]' };
    assert.equal(
      await after(
        ['status'],
        [{ verb: 'create', source: 'ape/NAME', flags: { 'vpc-id': 'VPC', 'subnet-id': subnets } }],
      ),
      'kubectl atlas-pe create ape/NAME --vpc-id VPC --subnet-id SUBNET[,SUBNET]',
    );
    assert.equal(
      await after(
        ['create', 'orders', '--profile', 'prod'],
        [{ verb: 'create', source: 'orders', more: [{ placeholder: '--subnet SUBNET_ID [--resource-group GROUP]' }] }],
      ),
      'kubectl atlas-pe create orders --profile prod --subnet SUBNET_ID [--resource-group GROUP]',
    );
  });

  test('flags: switches, short ones, repeated ones, and none for what is not known', async () => {
    assert.equal(
      await after(
        ['status'],
        [{ verb: 'up', flags: { yes: true, o: 'pod-env', tag: ['a=b', 'c=d e'], id: undefined, endpoint: '' } }],
      ),
      "kubectl atlas-pe up --yes -o pod-env --tag a=b --tag 'c=d e'",
    );
  });

  for (const [typed, carried] of [
    [['--kubeconfig', '/tmp/k'], '--kubeconfig /tmp/k'],
    [['--context=prod'], '--context prod'],
    [['--cluster', 'c'], '--cluster c'],
    [['--user', 'ann'], '--user ann'],
    [['-s', 'https://h:6443'], '--server https://h:6443'],
    [['--certificate-authority', 'ca.pem'], '--certificate-authority ca.pem'],
    [['--tls-server-name', 'h'], '--tls-server-name h'],
    [['--insecure-skip-tls-verify'], '--insecure-skip-tls-verify'],
    [['--client-certificate', 'c.pem', '--client-key=k.pem'], '--client-certificate c.pem --client-key k.pem'],
    [['--as', 'bob', '--as-uid', '7'], '--as bob --as-uid 7'],
    [['--as-group=dev', '--as-group=a,b'], '--as-group dev --as-group a,b'],
    [['--as-user-extra', 'scopes=x y'], "--as-user-extra 'scopes=x y'"],
  ] as const) {
    test(`${typed.join(' ')} is carried to our commands and to kubectl's`, async () => {
      assert.equal(await after(['status', ...typed], status), `kubectl atlas-pe status ${carried}`);
      assert.equal(await after(['status', ...typed], pods), `kubectl get pods ${carried}`);
      assert.equal(await after(['status', ...typed], [{ shell: ['aws', 'help'] }]), 'aws help');
    });
  }

  test('a token is carried without being shown', async () => {
    for (const typed of [['--token', 'hush'], ['--token=hush']]) {
      assert.equal(await after(['status', ...typed], status), 'kubectl atlas-pe status --token …');
      assert.equal(await after(['status', ...typed], pods), 'kubectl get pods --token …');
    }
  });

  test('the kubeconfig user is --kube-user where --user is the database user, and --user for kubectl', async () => {
    assert.equal(await after(['status', '--user', 'ann'], secret), 'kubectl atlas-pe secret ad/orders --kube-user ann');
    const typed = ['secret', '--kube-user', 'ann', '--user', 'app'];
    assert.equal(await after(typed, status), 'kubectl atlas-pe status --user ann');
    assert.equal(await after(typed, pods), 'kubectl get pods --user ann');
  });

  test('the typed namespace is carried, once, and only where the command names none', async () => {
    for (const typed of [['-n', 'a'], ['-na'], ['--namespace=a']]) {
      assert.equal(await after(['status', ...typed], status), 'kubectl atlas-pe status -n a');
      assert.equal(await after(['status', ...typed], link), 'kubectl atlas-pe link ad/orders -n shop --endpoint blue');
      assert.equal(await after(['status', ...typed], pods), 'kubectl get pods -n a');
      assert.equal(
        await after(['status', ...typed], [{ verb: 'status', flags: { A: true } }]),
        'kubectl atlas-pe status -A',
      );
      for (const words of [
        ['get', 'pods', '-A'],
        ['get', 'pods', '--all-namespaces'],
        ['get', 'pods', '-n', 'b'],
        ['get', 'pods', '-nb'],
        ['get', 'pods', '--namespace=b'],
      ])
        assert.equal(await after(['status', ...typed], [{ kubectl: words }]), ['kubectl', ...words].join(' '));
    }
  });

  test('kubectl config is carried the file, and the context only where it shows one', async () => {
    const typed = ['status', '-n', 'a', '--kubeconfig', '/tmp/k', '--context', 'prod', '--cluster', 'c', '--as', 'bob'];
    for (const [words, written] of [
      [['config', 'get-contexts'], 'kubectl config get-contexts --kubeconfig /tmp/k'],
      [['config', 'view', '--minify'], 'kubectl config view --minify --kubeconfig /tmp/k --context prod'],
      [['config', 'view', '--kubeconfig', '/tmp/2'], 'kubectl config view --kubeconfig /tmp/2'],
    ] as const)
      assert.equal(await after(typed, [{ kubectl: words }]), written);
  });

  test('the command that kubectl exec runs is left alone', async () => {
    assert.equal(
      await after(
        ['status', '-n', 'a', '--context', 'prod'],
        [{ kubectl: ['exec', 'pod', '--', 'sh', '-c', 'id -n'] }],
      ),
      "kubectl exec pod -n a --context prod -- sh -c 'id -n'",
    );
  });

  for (const flag of ['--region', '--profile', '--subscription', '--azure-cloud']) {
    test(`${flag} is carried to the verbs that take the same flag, and to nothing else`, async () => {
      assert.equal(
        await after(['create', 'orders', flag, 'x'], link),
        `kubectl atlas-pe link ad/orders -n shop --endpoint blue ${flag} x`,
      );
      assert.equal(await after(['create', 'orders', flag, 'x'], secret), 'kubectl atlas-pe secret ad/orders');
      assert.equal(await after(['create', 'orders', flag, 'x'], pods), 'kubectl get pods');
    });
  }

  test("the region of a Secret's string is no region of a cloud", async () => {
    assert.equal(
      await after(['secret', 'orders', '--region', 'US_EAST_1'], link),
      'kubectl atlas-pe link ad/orders -n shop --endpoint blue',
    );
  });

  test('a flag that the command has itself is not carried', async () => {
    assert.equal(
      await after(['create', 'orders', '--region', 'a'], [{ verb: 'link', source: 'orders', flags: { region: 'b' } }]),
      'kubectl atlas-pe link orders --region b',
    );
  });

  test('flags that say how, not where, are not carried', async () => {
    const typed = ['up', 'orders', '-v', '6', '--request-timeout=5s', '--timeout', '1m', '-o', 'json', '--yes'];
    assert.equal(await after(typed, status), 'kubectl atlas-pe status');
  });

  test('how the command is typed stands in one file', () => {
    const folder = new URL('../../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const naming = files.filter((name) => readFileSync(new URL(name, folder), 'utf8').includes('kubectl atlas-pe'));
    assert.deepEqual(naming, ['cli/program.ts']);
  });
});

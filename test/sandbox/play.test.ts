/** `npm run demo -- --play` in a pseudo-terminal, which util-linux's `script` makes. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipped } from '../harness/skip.ts';
import { type DeclareTest, suite } from '../harness/suite.ts';

const root = new URL('../..', import.meta.url).pathname;
const PROMPT = 'sandbox$ ';

/** What is typed once the screen shows a text that it did not show before. */
type Typed = readonly (readonly [shown: string, keys: string])[];

interface Played {
  readonly code: number | null;
  readonly screen: string;
  /** What is left in the folder for temporary files. */
  readonly left: readonly string[];
}

function played(program: readonly string[], typed: Typed): Promise<Played> {
  const [command = '', ...args] = program;
  const folder = mkdtempSync(join(tmpdir(), 'play-'));
  const child = spawn(command, args, { cwd: root, env: { ...process.env, TMPDIR: folder } });
  const waiting = [...typed];
  let [screen, from] = ['', 0];
  child.stderr.on('data', (data: Buffer) => (screen += data.toString()));
  child.stdout.on('data', (data: Buffer) => {
    screen += data.toString();
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const at = screen.indexOf(next[0], from);
      if (at < 0) return;
      from = at + next[0].length;
      child.stdin.write(next[1]);
      waiting.shift();
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      const left = readdirSync(folder);
      rmSync(folder, { recursive: true, force: true });
      resolve({ code, screen, left });
    });
  });
}

const demo = `${process.execPath} --disable-warning=ExperimentalWarning test/sandbox/demo.ts --play`;
const atTerminal = ['script', '-qefc', demo, '/dev/null'];

const hasScript = String(spawnSync('script', ['--version']).stdout).includes('util-linux');
if (!hasScript) skipped('the demo in a pseudo-terminal', "there is no util-linux `script'");

function atATerminal(test: DeclareTest): void {
  test('is a shell in which kubectl atlas-pe reaches the sandbox, until exit', async () => {
    const { code, screen, left } = await played(atTerminal, [
      [PROMPT, 'kubectl atlas-pe status\r'],
      ['No private endpoints in namespace default.', ''],
      [PROMPT, 'kubectl atlas-pe status -w\r'],
      ['No private endpoints', '\x03'],
      [PROMPT, 'false; exit\r'],
    ]);
    assert.match(screen, /kubectl atlas-pe up orders --from-nodes/);
    assert.deepEqual({ code, left }, { code: 0, left: [] }, screen);
  });

  test('ends with Ctrl-D too', async () => {
    const { code, screen, left } = await played(atTerminal, [[PROMPT, '\x04']]);
    assert.deepEqual({ code, left }, { code: 0, left: [] }, screen);
  });
}

/** Real milliseconds for a demo with its real programs and a shell, on a machine with other work. */
const DEMO_MS = 120_000;

suite(
  'npm run demo -- --play',
  (test) => {
    if (hasScript) atATerminal(test);

    test('without a terminal reads the commands from stdin', async () => {
      const shell = ['sh', '-c', `echo 'kubectl atlas-pe version --client' | ${demo}`];
      const { code, screen, left } = await played(shell, []);
      assert.match(screen, /^kubectl-atlas_pe v\d/m);
      assert.deepEqual({ code, left }, { code: 0, left: [] });
    });

    test('doctor looks up the names of the sandbox without being told where', async () => {
      const lines = ['up orders --from-nodes --refresh --yes', 'doctor orders --only PE6'];
      const typed = lines.map((line) => `kubectl atlas-pe ${line}`).join('\\n');
      const { screen } = await played(['sh', '-c', `printf '${typed}\\n' | ${demo}`], []);
      assert.match(screen, /PE600 orders-pl-0\.ab1cd\.mongodb\.net has 3 SRV records/, screen);
      assert.match(screen, /^\d+ hold$/m, screen);
    });
  },
  DEMO_MS,
);

import type { World } from '../harness/world.ts';
import { printedCommands } from '../harness/printed-commands.ts';
import { inPageWorld } from './worlds.ts';

/** A comment that names the world of what follows, or a fence of console with the commands and what they print. */
const parts = /<!-- world: (?<world>[a-z]+) -->|^```console(?<fails> error)?\n(?<body>.*?)^```$/gms;

const BEGIN = '$ kubectl atlas-pe ';

/** A page with what its commands print, each world from its beginning to its end. @throws Error for a command that fails unexpectedly */
export async function withScreens(page: string): Promise<string> {
  const runs: { readonly world: string; readonly fences: RegExpExecArray[] }[] = [];
  for (const part of page.matchAll(parts)) {
    const { world } = part.groups ?? {};
    if (world !== undefined) runs.push({ world, fences: [] });
    else runs.at(-1)?.fences.push(part);
  }
  let written = page;
  for (const { world, fences } of runs)
    await inPageWorld(world, async (running) => {
      for (const [whole, , , body = ''] of fences) {
        const screen = await screenOf(body, running, whole.startsWith('```console error'));
        written = written.replace(whole, () => whole.replace(body, () => screen));
      }
    });
  return written;
}

/** The commands of a fence, each with what a person sees of it. */
async function screenOf(body: string, world: World, mayFail: boolean): Promise<string> {
  let screen = '';
  for (const command of commandsOf(body)) {
    const { shown, code } = await see(world, command);
    if (code !== 0 && !mayFail) throw new Error(`${command}\nended with ${code}:\n${shown}`);
    screen += `${screen === '' ? '' : '\n'}${command}\n${shown}`;
  }
  return screen;
}

/** The command lines of a fence, with those that a backslash continues. */
function commandsOf(body: string): readonly string[] {
  return body.match(/^\$ (?:.*\\\n)*.*$/gm) ?? [];
}

/** Runs a command line as a page shows it, for a person who says yes to every question. */
export async function see(world: World, command: string): Promise<{ readonly shown: string; readonly code: number }> {
  const [printed] = printedCommands(command.replaceAll(/ \\\n\s*/g, ' '));
  if (printed === undefined || !command.startsWith(BEGIN))
    throw new Error(`a page can show only what begins with: ${BEGIN}`);
  const end = printed.argv.findIndex((word) => /^[|>]/.test(word));
  let shown = '';
  const { code } = await world.run(end < 0 ? printed.argv : printed.argv.slice(0, end), {
    env: { LANG: 'en_US.UTF-8' },
    answers: Array.from({ length: 9 }, () => 'y'),
    // Only a question does not end its line.
    onOutput: (text) => (shown += text.endsWith('\n') ? text : `${text}y\n`),
  });
  return { shown, code };
}

import type { Hint } from '../core/next-command.ts';
import { forPeople } from '../output/escape.ts';
import type { VerbContext } from './context.ts';

/** Prints a hint on stderr as one line, in which its commands stand out. @param before what the line begins with */
export function printHint(hint: Hint, { stderr, hintText, screen }: VerbContext, before = ''): void {
  const parts = typeof hint === 'string' ? [hint] : hint;
  const painted = parts.map((part) => {
    const text = forPeople(hintText([part]));
    return typeof part === 'string' ? text : screen.style.paint('command', text);
  });
  stderr.write(`${forPeople(before)}${painted.join('')}\n`);
}

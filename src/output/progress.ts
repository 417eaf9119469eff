import { formatDuration } from '../core/duration.ts';
import type { Hint } from '../core/next-command.ts';
import type { Time } from '../core/wait.ts';
import { forPeople, printLine } from './escape.ts';
import type { LiveLines } from './live-lines.ts';
import type { Sign, Style } from './style.ts';

/** Milliseconds between two signs of life where nothing can be drawn anew. */
const HEARTBEAT_MS = 60_000;
/** The columns of the names of steps, and of the time that each takes. */
const [NAME, TIME] = [9, 7] as const;

/** A step as a progress line names it. */
export interface ProgressStep {
  readonly name: string;
  readonly detail: string;
}

/** Where progress is shown, and how. */
export interface Screen {
  readonly lines: LiveLines;
  readonly style: Style;
  readonly time: Time;
}

/** A warning as it was printed. */
export interface Warning {
  readonly text: string;
  /** The same, with its commands as such. */
  readonly parts: Hint;
  /** Which of several runs it is from. */
  readonly prefix: string;
}

/** A line of progress in its parts. */
interface Line {
  readonly sign: Sign;
  readonly name: string;
  /** How long the step takes or took, or that it was done before. */
  readonly time: string;
  readonly detail: string;
}

/**
 * Reports the progress of a run: one line for each step that is done and, on a terminal, a last line that is drawn anew while
 * it waits. Where nothing can be drawn anew there is a line for each change, and one every minute. The lines have fixed columns: sign,
 * number, step, time, detail.
 */
export class Progress {
  /** Warnings, which are repeated at the end of a run. */
  readonly warnings: Warning[] = [];

  readonly #screen: Screen;
  /** Before every line, if several runs are in progress at the same time. */
  readonly #prefix: string;
  /** The steps that are known to come, in order. */
  #steps: readonly string[] = [];
  #started: number;
  /** Ends the signs of life of the step that is waited for. */
  #waiting: AbortController | undefined;
  /** What was last seen of it. */
  #seen: ProgressStep | undefined;
  /** Whether the run has one line on a terminal, which is drawn anew at every step until the run ends. */
  readonly #inOneLine: boolean;

  readonly #beside: { readonly told: Set<string> } | undefined;

  /** @param beside what many runs side by side have in common; of so many, nobody could follow all the lines */
  constructor(screen: Screen, prefix?: string, beside?: { readonly told: Set<string> }) {
    this.#prefix = prefix === undefined ? '' : `${prefix}  `;
    this.#screen = screen;
    this.#inOneLine = beside !== undefined && screen.lines.isLive;
    this.#beside = beside;
    this.#started = screen.time.now();
  }

  /** Numbers the steps. A step that is planned later takes its place among them; none loses its number by being done. */
  plan(names: readonly string[]): void {
    if (this.#steps.length === 0) this.restart();
    let steps = [...this.#steps];
    for (const [at, name] of names.entries()) {
      if (steps.includes(name)) continue;
      const before = names.slice(0, at).findLast((each) => steps.includes(each));
      const index = before === undefined ? 0 : steps.indexOf(before) + 1;
      steps = steps.toSpliced(index, 0, name);
    }
    this.#steps = steps;
  }

  /** Begins to measure how long the next step takes. */
  restart(): void {
    this.#started = this.#screen.time.now();
  }

  /** Shows the only line of a run before its first step. */
  begin(detail: string): void {
    if (this.#inOneLine) this.waiting('', detail);
  }

  already(step: ProgressStep): void {
    if (this.#inOneLine) this.waiting(step.name, step.detail);
    else this.#print({ sign: 'held', time: 'already', ...step });
    this.restart();
  }

  waiting(name: string, seen: string): void {
    this.clear();
    this.#seen = { name, detail: seen };
    const { lines } = this.#screen;
    if (lines.isLive) lines.show(this, (columns) => this.#live(name, seen, columns));
    else {
      this.#print({ sign: 'runs', name, time: this.#elapsed(), detail: seen });
      this.#beat(name, seen);
    }
  }

  done(name: string, detail: string): void {
    if (this.#inOneLine) this.waiting(name, detail);
    else this.#print({ sign: 'done', name, time: this.#taken(), detail });
    this.restart();
  }

  /**
   * Ends the only line of the run, which stays from now on as it is. Where each step has its line, only a failure needs one more.
   * @param ended how it ended; undefined to leave nothing
   */
  end(ended?: { readonly sign: 'done' | 'fails'; readonly detail: string; readonly took: string }): void {
    const name = this.#seen?.name ?? '';
    this.#hide();
    if (ended === undefined) return;
    const { sign, detail, took: time } = ended;
    if (this.#inOneLine || sign === 'fails') this.#write({ sign, name, time, detail: this.#cut(detail) });
  }

  /** Keeps the line of the step that was waited for, as one that failed: on a terminal it would be gone. */
  failed(): void {
    const seen = this.#seen;
    if (this.#inOneLine) return;
    if (seen === undefined || !this.#screen.lines.isLive) return this.clear();
    this.#print({ sign: 'fails', time: this.#elapsed(), ...seen });
  }

  /** A warning on a line of its own. @param parts the same in parts, where it contains commands */
  warn(text: string, parts: Hint = text): void {
    // Several runs are warned of the same; the end says which of them.
    if (this.#beside?.told.has(text) !== true) this.note(`warning: ${text}`);
    this.#beside?.told.add(text);
    if (!this.warnings.some((each) => each.text === text)) this.warnings.push({ text, parts, prefix: this.#prefix });
  }

  /** A line of its own. */
  note(text: string): void {
    printLine(this.#screen.lines, `${this.#prefix}${text}`);
  }

  /** Ends the waiting line. */
  clear(): void {
    if (!this.#inOneLine) this.#hide();
  }

  #hide(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#seen = undefined;
    this.#screen.lines.hide(this);
  }

  #elapsedMs(): number {
    return this.#screen.time.now() - this.#started;
  }

  #elapsed(): string {
    return formatDuration(this.#elapsedMs());
  }

  /** How long a step took, where that is worth saying. */
  #taken(): string {
    return this.#elapsedMs() < 1000 ? '' : this.#elapsed();
  }

  #print(line: Line): void {
    this.clear();
    this.#write(line);
  }

  #write(line: Line): void {
    this.#screen.lines.write(`${this.#text(line)}\n`);
  }

  /** Says once a minute that a step is still waited for. */
  #beat(name: string, seen: string): void {
    const { time } = this.#screen;
    const waiting = new AbortController();
    this.#waiting = waiting;
    const signal = AbortSignal.any([time.signal, waiting.signal]);
    const loop = async (): Promise<void> => {
      for (;;) {
        await time.sleep(HEARTBEAT_MS, signal);
        const detail = `still waiting: ${seen}`;
        this.#screen.lines.write(`${this.#text({ sign: 'runs', name, time: this.#elapsed(), detail })}\n`);
      }
    };
    // The loop ends when the line is cleared: by the abort of its sleep.
    loop().catch(() => undefined);
  }

  /** The line of a step that is waited for; its sign changes every second, and its text is cut to fit. */
  #live(name: string, seen: string, columns: number): string {
    const { style } = this.#screen;
    const sign = Math.floor(this.#elapsedMs() / 1000) % 2 === 0 ? 'runs' : 'runsOn';
    const head = this.#text({ sign, name, time: this.#elapsed(), detail: '' });
    return `${head}${style.cut(forPeople(seen), columns - this.#headWidth())}`;
  }

  /** A text that leaves its line one line, where lines are drawn anew. */
  #cut(text: string): string {
    const { lines, style } = this.#screen;
    return lines.isLive ? style.cut(forPeople(text), (lines.columns ?? 80) - 1 - this.#headWidth()) : text;
  }

  #headWidth(): number {
    return this.#prefix.length + 3 + this.#number('').length + NAME + 1 + TIME + 2;
  }

  #text({ sign, name, time, detail }: Line): string {
    const { style } = this.#screen;
    const rest = ` ${this.#number(name)}${name.padEnd(NAME)} ${time.padStart(TIME)}  `;
    const whole = `${rest}${forPeople(detail)}`;
    return `${forPeople(this.#prefix)} ${style.sign(sign)}${sign === 'held' ? style.paint('dim', whole) : whole}`;
  }

  /** The number of a step among all of them; nothing where there is only one. */
  #number(name: string): string {
    const all = this.#steps.length;
    if (all < 2) return '';
    const at = this.#steps.indexOf(name);
    const width = String(all).length;
    if (name === '') return ' '.repeat(2 * width + 2);
    return `${(at < 0 ? '' : String(at + 1)).padStart(width)}/${all} `;
  }
}

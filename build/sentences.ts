import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';

/** Words that a person may read, and where they stand. */
export interface Sentence {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  /** What the words are for: the property, function or variable that they are given to, or the heading on a page. */
  readonly of: string;
  /** Values stand as `${…}`. */
  readonly text: string;
}

/** Two words with a blank between them, at least one of which begins with a letter in lower case, are meant to be read. */
const readable = /(^|[\s"'(`])[a-z][a-z'-]+[,:;]? \S|\S [a-z][a-z'-]+/;

/** Every sentence of the sources and of the pages, by file and line. @param root the folder of the project */
export function sentencesIn(root: string): readonly Sentence[] {
  const sources = globSync('src/**/*.ts', { cwd: root }).sort();
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()];
  return [
    ...sources.flatMap((file) => sentencesOfSource(file, readFileSync(join(root, file), 'utf8'))),
    ...pages.flatMap((file) => sentencesOfPage(file, readFileSync(join(root, file), 'utf8'))),
  ];
}

/** The strings of a TypeScript file that are meant to be read. */
export function sentencesOfSource(file: string, source: string): readonly Sentence[] {
  const found: Sentence[] = [];
  const around: string[] = [];
  const lines = lineCounter(source);
  const add = (start: number, text: string): void => {
    if (readable.test(text)) found.push({ file, line: lines(start), of: around.at(-1) ?? '', text });
  };
  const within = (name: string): number => around.push(name);
  const leave = (): void => void around.pop();
  new Visitor({
    Property: ({ key }) => within(source.slice(key.start, key.end)),
    'Property:exit': leave,
    CallExpression: ({ callee }) => within(source.slice(callee.start, callee.end).replace(/^.*\./s, '')),
    'CallExpression:exit': leave,
    NewExpression: ({ callee }) => within(source.slice(callee.start, callee.end)),
    'NewExpression:exit': leave,
    VariableDeclarator: ({ id }) => within(id.type === 'Identifier' ? id.name : ''),
    'VariableDeclarator:exit': leave,
    FunctionDeclaration: ({ id }) => within(id?.name ?? ''),
    'FunctionDeclaration:exit': leave,
    Literal: ({ start, value }) => void (typeof value === 'string' && add(start, value)),
    TemplateLiteral: ({ start, quasis }) =>
      add(start, quasis.map(({ value }) => value.cooked ?? value.raw).join('${…}')),
  }).visit(parseSync(file, source).program);
  return found;
}

function lineCounter(source: string): (offset: number) => number {
  return (offset) => source.slice(0, offset).split('\n').length;
}

/** The prose of a page, a line each; what stands in fences and comments is no prose, and the tables of flags are from the sources. */
function sentencesOfPage(file: string, page: string): readonly Sentence[] {
  let [heading, fenced] = ['', false];
  const silent = page
    .replaceAll(/<!-- flags.*?<!-- \/flags -->/gs, blanked)
    .replaceAll(/<!--.*?-->/gs, blanked)
    .split('\n');
  return silent.flatMap((text, at) => {
    if (/^\s*```/.test(text)) fenced = !fenced;
    else if (!fenced && text.startsWith('#')) heading = text.replace(/^#+ /, '');
    if (fenced || !readable.test(text)) return [];
    return [{ file, line: at + 1, of: heading, text: text.trim() }];
  });
}

/** The same lines, with nothing in them. */
function blanked(text: string): string {
  return text.replaceAll(/[^\n]/g, '');
}

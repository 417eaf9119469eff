import { YAMLException, load } from 'js-yaml';
import { goSchema } from './yaml-schema.ts';

/** What yaml.v2 takes in a text at all; a control character is refused wherever it stands. */
const printable = /^[\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * The text in the encoding of its byte-order mark: PowerShell's `>` writes UTF-16. The line breaks of YAML 1.1 become those of 1.2.
 * @throws TypeError for bytes that are not of the encoding; SyntaxError for a control character
 */
function decode(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  if (!printable.test(text)) throw new SyntaxError('control characters are not allowed');
  return text.replace(/[\x85\u2028\u2029]/g, '\n');
}

/** The first of several documents; what follows it is not even read. */
function firstDocument(text: string): string {
  const lines = text.split(/(?<=\n)/);
  const begun = lines.findIndex(
    (line) => !/^(?: *#.*|%.*|---(?: .*)?| *)\r?\n?$/.test(line) || /^--- +[^# ]/.test(line),
  );
  if (begun < 0) return '';
  const end = lines.findIndex((line, index) => index > begun && /^(?:---|\.\.\.)(?:\s|$)/.test(line));
  return lines.slice(0, end < 0 ? undefined : end).join('');
}

/** The reason that js-yaml gives for text that follows a whole document. */
const TRAILING = /^end of the stream or a document separator is expected/;

/**
 * Whether yaml.v2, which reads hardly further than the end of the first document, takes what precedes for a whole one: after a closing
 * bracket, before a directive, and where the indentation of a document falls below that of its first line.
 */
function isWhole(document: string, rest: string): boolean {
  if (/^%(?:YAML \d|TAG )/.test(rest)) return true;
  if (/^\s*[[{]/.test(document))
    return /^(?:[\w\-,\]}[{]|\?(?:\s|$)|"(?:[^"\\]|\\.)*"|'[^']*')/.test(rest) && !/\t\s*$/.test(document);
  return document.startsWith(' ') && /^\w/.test(rest);
}

/**
 * The value of a YAML or JSON text as kubectl reads it: with sigs.k8s.io/yaml and its copy of yaml.v2, which speaks YAML 1.1 with rules of
 * its own. test/process/kubeconfig-fuzz.check.ts compares the two. Of two equal keys the last one counts, and of several documents the first.
 * @returns null for an empty text
 * @throws an error of any kind for what is not YAML
 */
export function readYaml(bytes: Buffer): unknown {
  const text = firstDocument(decode(bytes));
  if (text === '') return null;
  // A tab is white space only behind something on its line.
  if (/^\s*\t/.test(text)) throw new SyntaxError('found character that cannot start any token');
  try {
    return load(text, { schema: goSchema, json: true });
  } catch (error) {
    if (!(error instanceof YAMLException) || !TRAILING.test(error.reason) || error.mark === undefined) throw error;
    const [document, rest] = [text.slice(0, error.mark.position), text.slice(error.mark.position)];
    if (!isWhole(document, rest)) throw error;
    return load(document, { schema: goSchema, json: true });
  }
}

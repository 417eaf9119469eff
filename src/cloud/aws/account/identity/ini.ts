/** The settings of one section, by their names in lower case. */
export type Settings = ReadonlyMap<string, string>;

/** A file's sections by the text between their brackets. */
export type Sections = ReadonlyMap<string, Settings>;

/** A line that cannot be parsed. The message leaves out its text, which may be a secret. */
export class IniError extends Error {
  /** @param line counted from 1 */
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
  }
}

/** Where the reader stands in a file. */
interface Position {
  section: Map<string, string[]> | undefined;
  /** The lines of the current value, to which an indented line is appended. */
  value: string[] | undefined;
  /** The indentation of that value's name. */
  indent: number;
}

/**
 * Parses a configuration file as the `aws` command does, which uses Python's RawConfigParser
 * (docs.python.org/3/library/configparser.html): names are case-insensitive, `=` and `:` both separate, a comment needs a line of its own,
 * and an indented line continues the value. The AWS SDK has a parser of its own, which ignores names in upper case and accepts duplicates:
 * it could pick the key of another account.
 * @throws IniError for a file that `aws` cannot parse
 */
export function parseIni(text: string): Sections {
  const sections = new Map<string, Map<string, string[]>>();
  const at: Position = { section: undefined, value: undefined, indent: 0 };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) readLine(line, index + 1, sections, at);
  const shared = sections.get('DEFAULT') ?? new Map<string, string[]>();
  sections.delete('DEFAULT');
  return new Map(
    [...sections].map(([name, settings]) => [
      name,
      new Map([...shared, ...settings].map(([key, lines]) => [key, lines.join('\n').trimEnd()])),
    ]),
  );
}

function readLine(line: string, number: number, sections: Map<string, Map<string, string[]>>, at: Position): void {
  const value = line.trim();
  if (/^[#;]/.test(value)) return;
  if (value === '') {
    at.value?.push('');
    return;
  }
  const indent = line.length - line.trimStart().length;
  if (at.value !== undefined && indent > at.indent) {
    at.value.push(value);
    return;
  }
  at.indent = indent;
  const header = /^\[(.+)\]/.exec(value)?.[1];
  if (header === undefined) readSetting(value, number, at);
  else {
    if (sections.has(header) && header !== 'DEFAULT') throw new IniError(number, 'the section is defined twice');
    at.section = sections.get(header) ?? new Map<string, string[]>();
    at.value = undefined;
    sections.set(header, at.section);
  }
}

function readSetting(text: string, number: number, at: Position): void {
  const found = /^(.*?)\s*[=:]\s*(.*)$/.exec(text);
  const [, name = '', value = ''] = found ?? [];
  if (at.section === undefined) throw new IniError(number, 'the setting is outside any section');
  if (name === '') throw new IniError(number, 'it is neither a section nor a setting');
  const key = name.toLowerCase();
  if (at.section.has(key)) throw new IniError(number, 'the setting is defined twice');
  at.value = [value];
  at.section.set(key, at.value);
}

/** The settings nested below a setting, such as those of a service, one to a line. */
export function nestedSettings(value: string): Settings {
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', ...rest] = line.split('=');
      return [name.trim(), rest.join('=').trim()];
    }),
  );
}

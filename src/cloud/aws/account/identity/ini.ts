/** The settings of one section, by name in lower case. */
export type Settings = ReadonlyMap<string, string>;

/** A file's sections by the text between their brackets. */
export type Sections = ReadonlyMap<string, Settings>;

/** What a line of a file cannot be; its text is left out of the message, for it may be a secret. */
export class IniError extends Error {
  /** @param line counted from 1 */
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
  }
}

/** Where the reader stands in a file. */
interface Position {
  section: Map<string, string[]> | undefined;
  /** The lines of the value that an indented line goes on with. */
  value: string[] | undefined;
  /** How far the name of that value is indented. */
  indent: number;
}

/**
 * Reads a configuration file as the `aws` command does, by Python's RawConfigParser (docs.python.org/3/library/configparser.html): names
 * in any capitals, `=` or `:`, comments on lines of their own only, indented lines that go on with a value. The AWS SDK reads the same
 * files with a parser of its own, which overlooks names in capitals and takes the last of two; that could be another account's key.
 * @throws IniError for what `aws` cannot parse
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
    if (sections.has(header) && header !== 'DEFAULT') throw new IniError(number, 'the section is there twice');
    at.section = sections.get(header) ?? new Map<string, string[]>();
    at.value = undefined;
    sections.set(header, at.section);
  }
}

function readSetting(text: string, number: number, at: Position): void {
  const found = /^(.*?)\s*[=:]\s*(.*)$/.exec(text);
  const [, name = '', value = ''] = found ?? [];
  if (at.section === undefined) throw new IniError(number, 'it is in no section');
  if (name === '') throw new IniError(number, 'it is neither a section nor a setting');
  const key = name.toLowerCase();
  if (at.section.has(key)) throw new IniError(number, 'the setting is there twice');
  at.value = [value];
  at.section.set(key, at.value);
}

/** The settings below a setting, such as those of a service: indented lines, each a setting of its own. */
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

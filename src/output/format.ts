import { UserError } from '../core/errors.ts';

/** Checks -o against what a command can print. @throws UserError in kubectl's words */
export function checkFormat<F extends string>(format: string | undefined, allowed: readonly F[]): F | undefined {
  if (format === undefined || format === '') return undefined;
  const known = allowed.find((candidate) => candidate === format);
  if (known !== undefined) return known;
  throw new UserError(
    `unable to match a printer suitable for the output format "${format}", allowed formats are: ${allowed.join(',')}`,
  );
}

/** JSON as kubectl indents it, with a line break at the end. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 4)}\n`;
}

/** YAML that kubectl reads back as the same values. js-yaml is loaded here only: most commands print no YAML. */
export async function toYaml(value: unknown): Promise<string> {
  const { dump } = await import('js-yaml');
  return dump(value, { lineWidth: -1, noRefs: true });
}

/** An endpoint in the formats that all verbs share. */
export async function structured(format: 'json' | 'yaml', value: unknown): Promise<string> {
  return format === 'json' ? toJson(value) : toYaml(value);
}

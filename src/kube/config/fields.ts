import { UserError } from '../../core/errors.ts';
import { isRecord } from '../json.ts';

const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function isByte(each: unknown): each is number {
  return typeof each === 'number' && Number.isInteger(each) && each >= 0 && each < 256;
}

/**
 * Reads the fields of a mapping in a kubeconfig and checks their types. As in kubectl, null is the same as omitted, and a value of the
 * wrong type makes the whole file unusable.
 */
export class Fields {
  readonly #file: string;
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** @param path where in the file it is, for messages; empty for the whole file. @throws UserError if it is not a mapping */
  constructor(file: string, path: string, value: unknown) {
    this.#file = file;
    this.#path = path;
    if (value !== undefined && value !== null && !isRecord(value)) throw this.#refusal('', 'a mapping');
    this.#values = value ?? {};
  }

  text(key: string): string | undefined {
    const value = this.#values[key] ?? undefined;
    if (value !== undefined && typeof value !== 'string') throw this.#refusal(key, 'a string');
    return value;
  }

  /** Bytes, which JSON of Go has as base64; a list of numbers is as good (Go encoding/json, `[]byte`). */
  base64(key: string): string | undefined {
    const bytes: unknown = this.#values[key];
    if (Array.isArray(bytes)) return this.#bytes(key, bytes).toString('base64');
    const value = this.text(key)?.replace(/[\r\n]/g, '');
    if (value !== undefined && !isBase64.test(value)) throw this.#refusal(key, 'base64');
    return value;
  }

  /** As for Go, null is 0. */
  #bytes(key: string, list: readonly unknown[]): Buffer {
    const bytes = list.map((given) => given ?? 0);
    if (!bytes.every(isByte)) throw this.#refusal(key, 'base64');
    return Buffer.from(bytes);
  }

  toggle(key: string): boolean | undefined {
    const value = this.#values[key] ?? undefined;
    if (value !== undefined && typeof value !== 'boolean') throw this.#refusal(key, 'true or false');
    return value;
  }

  texts(key: string): readonly string[] | undefined {
    return this.#list(key)?.map((given) => {
      // As for Go, null is the empty string.
      const value = given ?? '';
      if (typeof value !== 'string') throw this.#refusal(key, 'a list of strings');
      return value;
    });
  }

  /** A mapping of strings; undefined if the field is omitted. */
  strings(key: string): ReadonlyMap<string, string> | undefined {
    const within = this.within(key);
    return within === undefined ? undefined : new Map(within.keys().map((each) => [each, within.text(each) ?? '']));
  }

  /** Refuses a string other than the allowed ones. The spelling of the key's letters does not matter; of two spellings the last one counts. */
  oneOf(key: string, allowed: readonly string[]): void {
    const spelled = this.keys().filter((each) => each.toLowerCase() === key.toLowerCase());
    const [last = ''] = spelled
      .toSorted()
      .flatMap((each) => this.text(each) ?? [])
      .toReversed();
    if (!allowed.includes(last)) throw this.#refusal(key, allowed[0] ?? '');
  }

  /** The field's value, of any type. */
  any(key: string): unknown {
    return this.#values[key];
  }

  keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** The mapping in a field; undefined if the field is omitted. */
  within(key: string): Fields | undefined {
    const value = this.#values[key] ?? undefined;
    return value === undefined ? undefined : new Fields(this.#file, this.#at(key), value);
  }

  /** The mappings in a list. */
  each(key: string): readonly Fields[] | undefined {
    return this.#list(key)?.map((value, index) => new Fields(this.#file, `${this.#at(key)}[${index}]`, value));
  }

  /** The mappings in a list by their names, no two of which are the same. @param content a key; one without it may be named again */
  named(key: string, content?: string): ReadonlyMap<string, Fields> {
    const all = new Map<string, Fields>();
    for (const item of this.each(key) ?? []) {
      const name = item.text('name') ?? '';
      const former = all.get(name);
      if (former !== undefined && (content === undefined || former.any(content) !== undefined))
        throw this.#refusal(key, `a list without duplicates: it has "${name}" twice`);
      all.set(name, item);
    }
    return all;
  }

  #list(key: string): readonly unknown[] | undefined {
    const value: unknown = this.#values[key] ?? undefined;
    if (value !== undefined && !Array.isArray(value)) throw this.#refusal(key, 'a list');
    return value;
  }

  #at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  #refusal(key: string, expected: string): UserError {
    const at = key === '' ? this.#path : this.#at(key);
    const what = at === '' ? 'is not a kubeconfig' : `cannot be used: ${at} is not ${expected}`;
    return new UserError(`the kubeconfig ${this.#file} ${what}`, {
      hint: ['check it with: ', { kubectl: ['config', 'view', '--kubeconfig', this.#file] }],
    });
  }
}

import { UserError } from '../../core/errors.ts';
import { isRecord } from '../json.ts';

const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

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

  /** Bytes, which JSON of Go has as base64. */
  base64(key: string): string | undefined {
    const value = this.text(key)?.replace(/[\r\n]/g, '');
    if (value !== undefined && !isBase64.test(value)) throw this.#refusal(key, 'base64');
    return value;
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

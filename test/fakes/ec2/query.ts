import { Ec2Error, invalidValue, missingParameter } from './errors.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export type Tags = ReadonlyMap<string, string>;

/** Parameters that every action takes. */
const common = ['Action', 'Version', 'DryRun'];

/** The parameters of one request, in the flat form of the EC2 Query protocol: `SubnetId.1=…&Filter.1.Name=…&Filter.1.Value.1=…`. */
export class Query {
  readonly #params: ReadonlyMap<string, string>;

  constructor(params: Iterable<readonly [string, string]>) {
    this.#params = new Map(params);
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#params);
  }

  text(name: string): string | undefined {
    return this.#params.get(name);
  }

  /** @throws Ec2Error MissingParameter */
  required(name: string): string {
    const value = this.#params.get(name);
    if (value === undefined || value === '') throw missingParameter(name);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.#params.get(name);
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false')
      throw invalidValue(`Value (${value}) for parameter ${name} is invalid. Expected a boolean`);
    return value === 'true';
  }

  number(name: string): number | undefined {
    const value = this.#params.get(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value))
      throw invalidValue(`Value (${value}) for parameter ${name} is invalid. Expected an integer`);
    return Number(value);
  }

  /** `name.1`, `name.2`, … in the order of their numbers. */
  list(name: string): string[] {
    return this.#numbers(name).flatMap((n) => this.#params.get(`${name}.${n}`) ?? []);
  }

  filters(): Filter[] {
    return this.#numbers('Filter').map((n) => ({
      name: this.required(`Filter.${n}.Name`),
      values: this.list(`Filter.${n}.Value`),
    }));
  }

  /** Tags below a prefix such as `Tag` or `TagSpecification.1.Tag`. */
  tags(prefix: string): Map<string, string> {
    return new Map(
      this.#numbers(prefix).map((n) => [
        this.#params.get(`${prefix}.${n}.Key`) ?? '',
        this.#params.get(`${prefix}.${n}.Value`) ?? '',
      ]),
    );
  }

  /** The numbers in use below a prefix: 1 and 2 for `Filter.1.Name`, `Filter.2.Name`. */
  #numbers(prefix: string): number[] {
    const found = new Set<number>();
    for (const name of this.#params.keys()) {
      const number = name.startsWith(`${prefix}.`) ? /^\d+/.exec(name.slice(prefix.length + 1))?.[0] : undefined;
      if (number !== undefined) found.add(Number(number));
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Refuses what the action does not know, instead of silently ignoring it. @throws Ec2Error UnknownParameter */
  knows(names: readonly string[]): void {
    for (const name of this.#params.keys()) {
      const top = name.split('.')[0] ?? name;
      if (!common.includes(top) && !names.includes(top))
        throw new Ec2Error('UnknownParameter', `The parameter ${top} is not recognized`);
    }
  }

  /** Everything that has to be equal for two requests to be the same request. */
  fingerprint(): string {
    const own = [...this.#params].filter(([name]) => !['Version', 'ClientToken', 'DryRun'].includes(name));
    return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

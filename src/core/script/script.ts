/** What a script learns when it runs, such as the id of what it has made. */
export interface ScriptVariable {
  readonly variable: string;
}

/** A word of a command in a script: text, in which variables stand for what is not known before. */
export type ScriptWord = string | readonly (string | ScriptVariable)[];

/** A command in a script. */
export type ScriptCommand =
  | {
      readonly run: ScriptProgram;
      /** What it reads. */
      readonly input?: string;
      /** The variable that takes what it prints. */
      readonly into?: string;
      /** The programs that what it prints goes through on its way there. */
      readonly through?: readonly (readonly string[])[];
      /** What succeeds where there is nothing left to do: it prints nothing. */
      readonly unless?: ScriptProgram;
    }
  /** Ends the script, with a sentence or what the variable has, unless that is the value. */
  | { readonly expect: string; readonly value: string; readonly otherwise?: string }
  /** Ends the script with a message unless the variable has several words. */
  | { readonly expectSeveral: string; readonly otherwise: string }
  /** Gives a variable a value; or adds it to what the variable has, with a separator between the two. */
  | { readonly set: string; readonly to: ScriptWord; readonly after?: string }
  /** Gives a variable the first digits of the SHA-256 of a text, in hexadecimal. */
  | { readonly set: string; readonly digestOf: ScriptWord; readonly digits: number }
  /** Does the same for each word that a variable has, which is in a variable of its own; another one counts them from 0. */
  | {
      readonly each: string;
      readonly in: string;
      readonly counted?: string;
      readonly commands: readonly ScriptCommand[];
    }
  | ScriptLoop
  /** Prints what the variable has through another program, of which the process list shows the words and not what it reads. */
  | { readonly print: string; readonly through: readonly string[] };

/** What a program prints: the whole of it, or parts of it with anything between them. */
export type ScriptPattern = string | readonly string[];

/** Runs again and again until it prints one of these, or anything, and ends the script at one of the others. */
export interface ScriptLoop {
  readonly poll: ScriptProgram;
  readonly until: readonly ScriptPattern[] | 'anything';
  /** What it goes on at, even if it is also one of the others. */
  readonly meanwhile?: readonly ScriptPattern[];
  readonly never: readonly ScriptPattern[];
  /** The variable that keeps what it printed last. */
  readonly into?: string;
  /** What is done before each further look. */
  readonly between?: readonly ScriptCommand[];
  /** Seconds between two looks, if not the usual ones. */
  readonly pause?: number;
}

/** The words of a command: kubectl's, which act where this command line acts, or another program's. */
export type ScriptProgram = { readonly kubectl: readonly ScriptWord[] } | { readonly shell: readonly ScriptWord[] };

/** The commands of one step of a plan. */
export interface ScriptStep {
  /** What it does. */
  readonly title: string;
  /** None if there is nothing left to do. */
  readonly commands: readonly ScriptCommand[];
}

/** A name as part of a variable's: names of Kubernetes have no capitals, so that no two become one. */
export function inVariable(name: string): string {
  return name.replaceAll('.', '_DOT_').replace(/[^A-Za-z0-9]/g, '_');
}

/** Stands in a text for a variable; a character that no object and no tag has. */
export function markerOf(variable: string): string {
  return `\uE000${variable}\uE000`;
}

/** Whether a text has markers. */
export function hasVariables(text: string): boolean {
  return text.includes('\uE000');
}

/**
 * Stands in a field of a list's only object for the whole of the list's objects, which a variable has as JSON, with commas between them:
 * how many there will be is not known before.
 */
export function listMarkerOf(variable: string): string {
  return `\uE001${variable}\uE001`;
}

/** A text with its markers as variables. */
export function withVariables(text: string): ScriptWord {
  const listed = text.replace(/\{[^{}\uE001]*\uE001(\w+)\uE001[^{}]*\}/g, (_object, variable: string) =>
    markerOf(variable),
  );
  const parts = listed.split('\uE000').map((part, at) => (at % 2 === 0 ? part : { variable: part }));
  return parts.length === 1 ? listed : parts.filter((part) => part !== '');
}

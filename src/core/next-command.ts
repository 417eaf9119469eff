/** A word that the user has to replace, such as `SUBNET[,SUBNET]`. It is shown unquoted. */
export interface Placeholder {
  readonly placeholder: string;
}

/** A word of a command, quoted for the shell where necessary. */
export type Word = string | Placeholder;

/**
 * A command's flags by name, without dashes; a one-letter name is a short flag. Undefined values are omitted; so is an
 * empty value, which also keeps a flag of the typed command line from being added.
 */
export type FlagWords = Readonly<Record<string, Word | readonly Word[] | true | undefined>>;

/** A command of this program. */
export interface OwnCommand {
  readonly verb: string;
  readonly source?: string | undefined;
  /** The source's namespace; if omitted, that of the command line that was typed. */
  readonly namespace?: string | undefined;
  readonly flags?: FlagWords | undefined;
  /** Words at the very end. */
  readonly more?: readonly Word[];
}

/**
 * A command that the user may type next: one of this program's, one of kubectl's, or another program's. It says what to do; when it is
 * written out, flags of the command line that was typed are added that say where (context, namespace, user and so on).
 */
export type NextCommand = OwnCommand | { readonly kubectl: readonly Word[] } | ShellCommand;

/** A command of another program, such as a cloud's own command line. */
export interface ShellCommand {
  readonly shell: readonly Word[];
}

/** What to do next: text that may contain commands, which are written out when the hint is shown. */
export type Hint = string | HintParts;

/** The parts of a hint that contains commands. */
export type HintParts = readonly (string | NextCommand)[];

/** Several commands, to be chosen from or to be run in turn. @param between the text between two of them */
export function joined(commands: readonly NextCommand[], between: string): HintParts {
  return commands.flatMap((command, at) => (at === 0 ? [command] : [between, command]));
}

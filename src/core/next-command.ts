/** A word that the person has to replace, such as `SUBNET[,SUBNET]`: it is shown as it stands. */
export interface Placeholder {
  readonly placeholder: string;
}

/** A word of a command; it is quoted for a shell where that is needed. */
export type Word = string | Placeholder;

/** Flags of a command by name, without dashes; a name of one letter is a short flag. What is undefined is left out. */
export type FlagWords = Readonly<Record<string, Word | readonly Word[] | true | undefined>>;

/** A command of this program. */
export interface OwnCommand {
  readonly verb: string;
  readonly source?: string | undefined;
  /** Where the source is; the namespace of the typed command line when left out. */
  readonly namespace?: string | undefined;
  readonly flags?: FlagWords | undefined;
  /** What stands at the very end. */
  readonly more?: readonly Word[];
}

/**
 * A command that a person may type next: one of this program, one of kubectl, or one of another program. It says what the command
 * does; who writes it out adds where it acts, from the command line that was typed.
 */
export type NextCommand = OwnCommand | { readonly kubectl: readonly Word[] } | ShellCommand;

/** A command of another program, such as a cloud's own command line. */
export interface ShellCommand {
  readonly shell: readonly Word[];
}

/** What to do next: text, with commands in it that are written out when the hint is shown. */
export type Hint = string | readonly (string | NextCommand)[];

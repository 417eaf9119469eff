import type { Hint } from '../../../core/next-command.ts';

/** What names a file, and what a person can do about it. */
export interface NamedBy {
  /** Behind the file, such as `the client-key of the kubeconfig user "dev"`. */
  readonly text: string;
  readonly hint: Hint;
}

/** A member of a kubeconfig entry that names a file; most are flags, too. */
export type FileKey = 'certificate-authority' | 'client-certificate' | 'client-key' | 'tokenFile';

/** An entry and the folder that its relative paths are relative to. */
export interface Located<T> {
  readonly value: T;
  readonly folder: string;
  /** Tells what names its files, for messages. */
  readonly namedBy?: (key: FileKey) => NamedBy;
}

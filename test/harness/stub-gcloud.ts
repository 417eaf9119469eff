import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A `gcloud` that somebody is logged in with, or nobody. */
export interface StubGcloud {
  /** PATH with it in front. */
  readonly path: string;
  /** The arguments of each call. */
  readonly calls: () => readonly string[];
}

/** @param token what it prints; when left out it refuses, as it does before anybody has logged in */
export function stubGcloud(token?: string): StubGcloud {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  const file = join(folder, 'gcloud');
  const end =
    token === undefined
      ? `echo 'ERROR: (gcloud.auth.print-access-token) You do not currently have an active account selected.' >&2; exit 1`
      : `echo '${token}'`;
  writeFileSync(file, `#!/bin/sh\necho "$@" >> "$0.calls"\n${end}\n`);
  chmodSync(file, 0o755);
  const log = `${file}.calls`;
  return {
    path: [folder, process.env['PATH']].join(delimiter),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
  };
}

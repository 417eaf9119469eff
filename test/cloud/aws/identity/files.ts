import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of the two files of the AWS configuration. */
export interface Files {
  readonly config?: string;
  readonly credentials?: string;
}

/** Writes the files, and runs the body with the variables that name them. */
export async function withFiles<T>(files: Files, body: (env: NodeJS.ProcessEnv) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-files-'));
  const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
  writeFileSync(config, files.config ?? '');
  writeFileSync(credentials, files.credentials ?? '');
  try {
    return await body({ AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

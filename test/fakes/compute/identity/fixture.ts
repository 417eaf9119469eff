import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `body` with a folder that is thrown away. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-atlas-pe-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs `body` with these variables and with nothing of the machine's own. */
export async function inEnvironment(env: Readonly<Record<string, string>>, body: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  for (const name of Object.keys(before)) if (/^(GOOGLE|GCE|GCLOUD|CLOUDSDK)_/.test(name)) delete process.env[name];
  try {
    await inFolder((folder) => {
      Object.assign(process.env, { CLOUDSDK_CONFIG: folder, METADATA_SERVER_DETECTION: 'none', ...env });
      return body();
    });
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

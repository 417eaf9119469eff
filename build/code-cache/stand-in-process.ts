import fs from 'node:fs';

/** Stands in for the process of a command: exit() ends the command alone. */
export function standInProcess(argv: readonly string[], env: NodeJS.ProcessEnv, ended: (code: number) => void): object {
  const own = {
    argv: [process.execPath, process.execPath, ...argv],
    env,
    exitCode: undefined,
    on: () => undefined,
    exit: ended,
  };
  const properties = Object.entries(own).map(([name, value]) => [name, { value, writable: true }] as const);
  return Object.create(process, Object.fromEntries(properties)) as object;
}

/** Stands in for node:fs: nothing is a terminal, and what a command writes to stdout and stderr is handed over. */
export function standInFs(written: (text: string) => void): object {
  const noDevice = { isCharacterDevice: () => false };
  return {
    ...fs,
    fstatSync: () => noDevice,
    writeSync: (_fd: number, bytes: Buffer) => {
      written(bytes.toString());
      return bytes.length;
    },
  };
}

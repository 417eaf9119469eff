/** The sh script of a stub, to be put on a PATH. @param name of its file here, without its ending */
export function stubProgram(name: 'az' | 'gcloud'): string {
  const file = new URL(`${name}.ts`, import.meta.url).pathname;
  return `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`;
}

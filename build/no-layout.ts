/** What yargs imports as cliui and string-width in the bundle: it is never asked to lay anything out (bundle.ts). */
export default function noLayout(): never {
  throw new Error('yargs was asked to lay out help, which src/cli/help.ts does');
}

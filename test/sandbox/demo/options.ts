import { parseArgs } from 'node:util';

const options = {
  cloud: { type: 'string', default: 'aws' },
  source: { type: 'string', default: 'dedicated' },
  operator: { type: 'string' },
  broken: { type: 'string' },
  play: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  command: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

/** What --help prints. */
export const demoHelp = `Usage: npm run demo -- [OPTION...]

Shows the commands of the README in a sandbox on loopback.

  --cloud aws|azure|gcp          The cloud (aws)
  --source dedicated|serverless  What the endpoint is for (dedicated)
  --operator VERSION             The generation of the operator, such as v2.11
  --broken CODE                  Break what this check finds, such as PE310, and leave it to be mended
  --play                         Open a shell in which you type the commands
  --keep                         Leave the sandbox running until Ctrl-C
  --command COMMAND              Run an installed plugin, such as "kubectl atlas-pe"
  --help, -h                     Print this
`;

type DemoOptions = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** The options of a command line. @returns what is wrong with them, in a sentence, if they cannot be used */
export function demoOptions(argv: readonly string[]): DemoOptions | string {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') return about(`the demo takes options only, and not ${token.value}`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const option = Object.entries(options).find(([known]) => known === name)?.[1];
    if (option === undefined) return about(`${rawName} is no option of the demo`);
    const isLacking = value === undefined || value === '' || (value.startsWith('-') && !token.inlineValue);
    if (option.type === 'string' && isLacking) return about(`${rawName} takes a value`);
    if (option.type === 'boolean' && value !== undefined) return about(`${rawName} takes no value`);
  }
  return parseArgs({ args: [...argv], options }).values;
}

function about(problem: string): string {
  return `${problem}; see npm run demo -- --help`;
}

import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';

suite('a command line that cannot be read', (test) => {
  for (const [when, command, stderr] of [
    [
      'the command is misspelt',
      'creat orders',
      'error: unknown command "creat" for "kubectl atlas-pe"\nhint: did you mean "create"? See \'kubectl atlas-pe --help\' for usage.\n',
    ],
    [
      'the command is unknown',
      'frobnicate',
      'error: unknown command "frobnicate" for "kubectl atlas-pe"\nhint: See \'kubectl atlas-pe --help\' for usage.\n',
    ],
    [
      'a flag is misspelt',
      'create orders --endpint x',
      "error: unknown flag: --endpint\nhint: did you mean --endpoint? See 'kubectl atlas-pe create --help' for usage.\n",
    ],
    [
      'a short flag is unknown',
      'status -x',
      "error: unknown flag: -x\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      "a flag is another command's",
      'status --vpc-id vpc-0a1b2c3d',
      "error: unknown flag: --vpc-id\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      'the source is missing',
      'link',
      "error: SOURCE is missing: the object that declares the endpoint\nhint: name a deployment, such as: kubectl atlas-pe link orders. See 'kubectl atlas-pe link --help' for usage.\n",
    ],
    [
      'there is an argument too many',
      'status orders billing',
      'error: "billing" is one argument too many\nhint: See \'kubectl atlas-pe status --help\' for usage.\n',
    ],
    [
      'a flag has no value',
      'status -n',
      "error: flag needs an argument: -n\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      'the output format is unknown',
      'status -o wide',
      'error: unable to match a printer suitable for the output format "wide", allowed formats are: json,yaml,name\n',
    ],
    [
      'the timeout is no duration',
      'create orders --timeout soon',
      'error: invalid value "soon" for --timeout: not a duration\nhint: write it like --timeout=30m or --timeout=90s\n',
    ],
    [
      'the verbosity is no number',
      'status -v high',
      'error: invalid value "high" for -v: not a number\nhint: write it like -v 6\n',
    ],
  ] as const) {
    refuses(test, { when, command, stderr });
  }
});

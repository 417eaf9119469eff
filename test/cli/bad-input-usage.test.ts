import { refuses } from '../harness/bad-input.ts';
import { suite } from '../harness/suite.ts';

suite('a command line that cannot be read', (test) => {
  for (const [when, command, stderr] of [
    [
      'the command is misspelt',
      'creat orders',
      'error: unknown command "creat" for "kubectl atlas-pe"\nhint: did you mean: kubectl atlas-pe create orders\n',
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
      "error: unknown shorthand flag: 'x' in -x\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      "a flag is another command's",
      'status --vpc-id vpc-0a1b2c3d',
      "error: unknown flag: --vpc-id\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      'the command is called otherwise, as kubectl calls it',
      'get ad orders -n default -o yaml',
      'error: unknown command "get" for "kubectl atlas-pe"\nhint: did you mean: kubectl atlas-pe status ad orders -n default -o yaml\n',
    ],
    [
      'a token stands in what is typed',
      'describe orders --token secret',
      'error: unknown command "describe" for "kubectl atlas-pe"\nhint: did you mean: kubectl atlas-pe status orders --token …\n',
    ],
    [
      'the source is missing, and the namespace has none',
      'link',
      "error: SOURCE is missing: the object that declares the endpoint\nhint: name a deployment, such as: kubectl atlas-pe link orders. See 'kubectl atlas-pe link --help' for usage.\n",
    ],
    [
      'a duration has no unit',
      'delete orders --timeout 5',
      'error: invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"\nhint: write it like --timeout=30m or --timeout=90s\n',
    ],
    [
      'there is an argument too many',
      'secret orders billing',
      'error: unexpected argument "billing"\nhint: See \'kubectl atlas-pe secret --help\' for usage.\n',
    ],
    [
      'a flag has no value',
      'status -n',
      "error: flag needs an argument: 'n' in -n\nhint: See 'kubectl atlas-pe status --help' for usage.\n",
    ],
    [
      'a switch has a value that is neither true nor false',
      'status -A=maybe',
      'error: invalid argument "maybe" for "-A" flag: not true or false\nhint: See \'kubectl atlas-pe status --help\' for usage.\n',
    ],
    [
      'the help of an unknown command is asked for',
      'help creat',
      'error: unknown command "creat" for "kubectl atlas-pe"\nhint: did you mean: kubectl atlas-pe create --help\n',
    ],
    [
      'the context is not in the kubeconfig',
      'status --context sandbx',
      'error: context "sandbx" does not exist\nhint: did you mean "sandbox"? list them with: kubectl config get-contexts\n',
    ],
    [
      'the kubeconfig user is unknown',
      'status --user nobody',
      'error: auth info "nobody" does not exist\nhint: list them with: kubectl config get-users\n',
    ],
    [
      'the kubeconfig user is unknown, where --user is the database user',
      'secret --user app --kube-user nobody',
      'error: auth info "nobody" does not exist\nhint: list them with: kubectl config get-users\n',
    ],
    [
      'the kubeconfig cluster is unknown',
      'status --cluster other',
      'error: cluster "other" does not exist\nhint: list them with: kubectl config get-clusters\n',
    ],
    [
      'the request timeout is no duration',
      'status --request-timeout soon',
      'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\nhint: write it like --request-timeout=30s\n',
    ],
    [
      'groups are impersonated without a user',
      'status --as-group system:masters',
      'error: requesting uid, groups or user-extra without impersonating a user\nhint: name the user with --as\n',
    ],
    [
      'the output format is unknown',
      'status -o table',
      'error: unable to match a printer suitable for the output format "table", allowed formats are: custom-columns,custom-columns-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,wide,yaml\n',
    ],
    [
      'the timeout is no duration',
      'create orders --timeout soon',
      'error: invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"\nhint: write it like --timeout=30m or --timeout=90s\n',
    ],
    [
      'the verbosity is no number',
      'status -v high',
      'error: invalid argument "high" for "-v, --v" flag: not a number\nhint: write it like -v 6\n',
    ],
  ] as const) {
    refuses(test, { when, command, stderr });
  }
});

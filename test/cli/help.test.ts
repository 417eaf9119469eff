import assert from 'node:assert/strict';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const overview = `Private endpoints from Pods to MongoDB Atlas.

Usage: kubectl atlas-pe COMMAND [SOURCE] [flags]

Commands:
  kubectl atlas-pe up <source>      Do everything that is still to be done: create, link, and print
                                    the connection string
  kubectl atlas-pe create <source>  Declare an endpoint, wait for its service and, with placement,
                                    create the cloud endpoint
  kubectl atlas-pe link <source>    Write the cloud endpoint's id into the spec and wait until Atlas
                                    has connected it
  kubectl atlas-pe status [source]  Show every private endpoint: what is declared and what Atlas has
  kubectl atlas-pe secret [source]  Print the private connection strings of a deployment's
                                    connection Secret
  kubectl atlas-pe version          Print the version of this plugin

Flags:
  -h, --help  Show help                                                                    [boolean]
`;

suite('help', (test) => {
  test('without a command, with --help and with -h it is the overview, on stdout', () =>
    inWorld({}, async (world) => {
      for (const command of ['', '--help', '-h'])
        assert.deepEqual(await world.run(command), { stdout: overview, stderr: '', code: 0 });
    }));

  test('every command explains itself: usage, its flags, the cluster flags, examples', () =>
    inWorld({}, async (world) => {
      for (const { name, description, usage, examples } of verbs) {
        const { stdout, stderr, code } = await world.run(`${name} --help`);
        assert.deepEqual([stderr, code], ['', 0]);
        assert.ok(
          stdout.startsWith(
            `${description}.\n\nUsage: kubectl atlas-pe ${name}${usage === '' ? '' : ` ${usage}`} [flags]\n`,
          ),
          stdout,
        );
        assert.match(stdout, /^ {2}-n, --namespace /m);
        assert.match(stdout, /^ {6}--context /m);
        for (const [command] of examples)
          assert.ok(stdout.replace(/\s+/g, ' ').includes(command.split(' ').slice(0, 3).join(' ')), command);
        assert.equal(
          stdout.split('\n').every((line) => line.length <= 100),
          true,
        );
      }
    }));

  test('the help of link, as a whole', () =>
    inWorld({}, async (world) => {
      assert.equal(
        (await world.run('link -h')).stdout,
        `Write the cloud endpoint's id into the spec and wait until Atlas has connected it.

Usage: kubectl atlas-pe link SOURCE [flags]

Positionals:
  source  NAME or TYPE/NAME of the object that declares the endpoint, such as ad/orders
                                                                                 [string] [required]

Options:
      --endpoint          Label of the private endpoint                                     [string]
      --id                The cloud endpoint's id, such as vpce-0123456789abcdef0           [string]
      --skip-cloud-check  With --id: do not look at the cloud endpoint first; for who has no rights
                          in the cloud account                                             [boolean]
      --recreate          Remove an endpoint that failed or has another id, and reserve a new
                          service                                                          [boolean]
  -o, --output            Output format: json, yaml, name                                   [string]

Placement on AWS:
      --region   Region of the interface endpoint; read from the service name otherwise     [string]
      --profile  Profile of the AWS configuration                                           [string]

Waiting:
      --timeout  How long one wait may take                                [string] [default: "30m"]
      --wait     Wait for the result; --wait=false stops before each wait  [boolean] [default: true]

Cluster:
  -n, --namespace   Namespace; the kubeconfig context decides otherwise                     [string]
      --context     Name of the kubeconfig context to use                                   [string]
      --kubeconfig  Path to the kubeconfig file                                             [string]
  -v                Log level; 6 and above logs each request                                [string]

Flags:
  -h, --help  Show help                                                                    [boolean]

Examples:
  kubectl atlas-pe link orders                        Find the endpoint by its tags, then by its
                                                      service, and link it
  kubectl atlas-pe link orders --id                   Link this one
  vpce-0123456789abcdef0
`,
      );
    }));
});

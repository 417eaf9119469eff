import assert from 'node:assert/strict';
import { knownFlags } from '../../src/cli/args/parse.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const overview = `Private endpoints from Pods to MongoDB Atlas.

Examples:
  # From nothing to the connection string
  kubectl atlas-pe up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d

  # All of the namespace
  kubectl atlas-pe status

  # Every private connection string, decoded
  kubectl atlas-pe secret orders

Commands:
  up SOURCE         Do everything that is still to be done: create, link, and print the connection
                    string
  create SOURCE     Declare an endpoint, wait for its service and, with placement, create the cloud
                    endpoint
  link SOURCE       Write the cloud endpoint's id into the spec and wait until Atlas has connected
                    it
  status [SOURCE]   Show every private endpoint: what is declared and what Atlas has
  secret [SOURCE]   Print the private connection strings of a deployment's connection Secret
  delete [SOURCE]   Unlink an endpoint, wait until Atlas has let go of it, and delete the cloud
                    endpoint
  completion SHELL  Print the script that completes this command: bash, zsh, fish, or kubectl for
                    kubectl atlas-pe
  version           Print the version of this plugin and of the operator

Usage:
  kubectl atlas-pe COMMAND [SOURCE] [flags]

Exit codes:
  0 done, 1 failed, 124 a wait ran out of time, 130 Ctrl-C; on Windows kubectl turns all but 0 into 1

Use "kubectl atlas-pe COMMAND --help" for the flags of a command.
`;

const linkHelp = `Write the cloud endpoint's id into the spec and wait until Atlas has connected it.

Examples:
  # Find the endpoint by its tags, then by its service, and link it
  kubectl atlas-pe link orders

  # Link this one
  kubectl atlas-pe link orders --id vpce-0123456789abcdef0

Usage:
  kubectl atlas-pe link SOURCE [flags]

  SOURCE is NAME or TYPE/NAME of the object that declares the endpoint, such as ad/orders.

Flags:
      --endpoint ENDPOINT   Label of the private endpoint
      --id ID               The cloud endpoint's id, such as vpce-0123456789abcdef0
      --ip IP               With --id, on Azure: its private address
      --skip-cloud-check    With --id: do not look at the cloud endpoint first; for who has no
                            rights in the cloud account
      --recreate            Remove an endpoint that failed or has another id, and reserve a new
                            service
  -o, --output FORMAT       Output format: json, yaml, name, jsonpath=, jsonpath-as-json=,
                            jsonpath-file=
      --field-manager NAME  Name of the manager that the changed fields are noted for (default
                            atlas-pe)
      --force               Write the object even if a sync of its manifest will undo the change
  -y, --yes                 Do not ask; the answer is yes

Placement on AWS:
      --region REGION    Region of the interface endpoint; read from the service name otherwise
      --profile PROFILE  Profile of the AWS configuration

Placement on Azure:
      --subscription SUBSCRIPTION
                                  Subscription id; that of the subnet or of az otherwise
      --azure-cloud CLOUD         AzureCloud (or that of az), AzureUSGovernment, AzureChinaCloud

Waiting flags:
      --timeout TIMEOUT  How long one wait may take (default 30m)
      --wait             Wait for the result; --wait=false stops before each wait (default true)

Cluster flags:
  -n, --namespace NAME            Namespace; that of the kubeconfig's context otherwise
      --context NAME              Name of the kubeconfig context to use
      --cluster NAME              Name of the kubeconfig cluster to use
      --kubeconfig FILE           Path to the kubeconfig file
  -s, --server URL                Address of the Kubernetes API server
      --certificate-authority FILE
                                  Certificate of the authority that signed the server
      --tls-server-name NAME      Name to look for in the server's certificate
      --insecure-skip-tls-verify  Do not check the server's certificate: anybody can pose as it
      --request-timeout TIME      How long one request may take, such as 10s; 0 is for ever
  -v, --v LEVEL                   What is logged to stderr: 6 requests, 7 their headers, 8 bodies;
                                  never a secret

Identity flags:
      --user NAME                Name of the kubeconfig user to use
      --token TOKEN              Bearer token; others on this machine may see it in the process list
      --client-certificate FILE  Client certificate
      --client-key FILE          Key of the client certificate
      --as USER                  User to impersonate; may be a service account
      --as-group GROUP           Group to impersonate; repeat it for several
      --as-uid UID               UID to impersonate
      --as-user-extra EXTRA      Extra KEY=VALUE of the user to impersonate; repeat it for several
`;

suite('help', (test) => {
  test('without a command, with help, --help and -h it is the overview, on stdout', () =>
    inWorld({}, async (world) => {
      for (const command of ['', 'help', '--help', '-h', '-n x'])
        assert.deepEqual(await world.run(command), { stdout: overview, stderr: '', code: 0 });
    }));

  test('the help of link, as a whole, however it is asked for', () =>
    inWorld({}, async (world) => {
      for (const command of ['link -h', 'link --help', 'help link', 'link orders --id x --help', '-h link'])
        assert.deepEqual(await world.run(command), { stdout: linkHelp, stderr: '', code: 0 });
    }));

  test('every command explains itself: description, examples, usage, every flag, in this order and 100 columns', () =>
    inWorld({}, async (world) => {
      for (const verb of verbs) {
        const { name, description, usage, examples } = verb;
        const { stdout, stderr, code } = await world.run(`${name} --help`);
        assert.deepEqual([stderr, code], ['', 0]);
        const order = [
          `${description}.\n`,
          '\nExamples:\n',
          ...examples.flatMap(([command]) => `\n  ${command}\n`),
          `\nUsage:\n  kubectl atlas-pe ${name}${usage === '' ? '' : ` ${usage}`} [flags]\n`,
          '\nCluster flags:\n',
          '\nIdentity flags:\n',
        ].map((part) => stdout.indexOf(part));
        assert.ok(!order.includes(-1), stdout);
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          order,
        );
        for (const flag of knownFlags([verb]).keys())
          if (flag !== 'help' && flag !== 'h')
            assert.match(stdout, new RegExp(`^ +(-., +)?-{1,2}${flag}[ ,\n]`, 'm'), `${name} ${flag}`);
        assert.deepEqual(
          stdout.split('\n').filter((line) => line.length > 100),
          [],
        );
      }
    }));
});

import assert from 'node:assert/strict';
import { knownFlags } from '../../src/cli/args/parse.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { suite } from '../harness/suite.ts';
import { inWorld } from '../harness/world.ts';

const overview = `Manage private endpoints from Pods to MongoDB Atlas.

Examples:
  # From nothing to the connection string
  kubectl atlas-pe up orders --vpc-id vpc-0a1b2c3d --subnet-id subnet-0a1b2c3d

  # All endpoints in the namespace
  kubectl atlas-pe status

  # Every private connection string, decoded
  kubectl atlas-pe secret orders

Commands:
  up SOURCE           Do everything that is left to do: create the endpoint, link it, and print its
                      connection string
  create SOURCE       Declare an endpoint, wait for its service and, given a placement, create the
                      cloud endpoint
  link SOURCE         Write the cloud endpoint's id into the spec and wait until Atlas has connected
                      it
  status [SOURCE...]  Show private endpoints as Kubernetes declares them and as Atlas has them; the
                      cloud is not asked
  doctor [SOURCE...]  Find the first broken link up to the Pods, and the command that fixes it
  secret [SOURCE]     Print the private connection strings of a deployment's connection Secret
  delete [SOURCE]     Unlink an endpoint, wait until Atlas has released it, and delete the cloud
                      endpoint
  completion SHELL    Print a completion script; SHELL is bash, zsh, fish, or kubectl for kubectl's
                      own completion
  version             Print the version of this plugin and of the operator

Usage:
  kubectl atlas-pe COMMAND [SOURCE] [flags]

Exit codes:
  0 done, 1 failed, 124 timed out, 130 interrupted; on Windows kubectl turns every code but 0 into 1

Use "kubectl atlas-pe COMMAND --help" for more information about a command.
`;

const linkHelp = `Write the cloud endpoint's id into the spec and wait until Atlas has connected it.

Examples:
  # Find the endpoint by its tags, then by its service, and link it
  kubectl atlas-pe link orders

  # Link a specific cloud endpoint
  kubectl atlas-pe link orders --id vpce-0123456789abcdef0

Usage:
  kubectl atlas-pe link SOURCE [flags]

  SOURCE is the object that declares the endpoint: NAME or TYPE/NAME, such as ad/orders.

Flags:
      --endpoint ENDPOINT   Private endpoint, by its label or the id of its cloud endpoint
      --id ID               Id of the cloud endpoint to link, such as vpce-0123456789abcdef0
      --ip IP               Private address of the endpoint that --id names (Azure and Google Cloud)
      --skip-cloud-check    With --id, don't check the cloud endpoint first; for users without
                            access to the cloud account
      --recreate            Remove an endpoint that failed, or the one that --id names, and reserve
                            a new service
  -o, --output FORMAT       Output format: json, yaml, name, jsonpath=, jsonpath-as-json=,
                            jsonpath-file=
      --field-manager NAME  Field manager recorded for changes (default atlas-pe)
      --force               Write the object even if a sync of its manifest will undo the change
  -y, --yes                 Skip confirmation prompts

Placement on AWS:
      --region REGION    Region of the interface endpoint; defaults to that of the service
      --profile PROFILE  Profile in the AWS configuration

Placement on Azure:
      --subscription SUBSCRIPTION
                                  Subscription id; defaults to that of the subnet, or of az
      --azure-cloud CLOUD         AzureCloud, AzureUSGovernment or AzureChinaCloud; defaults to that
                                  of az

Placement on Google Cloud:
      --gcp-project PROJECT  Project of the forwarding rules; defaults to that of the subnetwork, or
                             of gcloud

Waiting flags:
      --timeout TIMEOUT  How long a single wait may take (default 30m)
      --wait             Wait for the result; --wait=false stops before the first wait (default
                         true)

Cluster flags:
  -n, --namespace NAME            Namespace to use; defaults to that of the kubeconfig context
      --context NAME              Name of the kubeconfig context to use
      --cluster NAME              Name of the kubeconfig cluster to use
      --kubeconfig FILE           Path to the kubeconfig file
  -s, --server URL                Address of the Kubernetes API server
      --certificate-authority FILE
                                  File with the certificate authority for the server
      --tls-server-name NAME      Server name to expect in its certificate
      --insecure-skip-tls-verify  Don't check the server's certificate; this makes your HTTPS
                                  connections insecure
      --request-timeout TIME      How long to wait for a single request, such as 10s; 0 means no
                                  timeout
  -v, --v LEVEL                   Log level: 6 logs requests, 7 adds their headers, 8 their bodies;
                                  never credentials
      --color WHEN                When to use color: auto (on a terminal, unless NO_COLOR is set),
                                  always or never (default auto)

Identity flags:
      --user NAME                Name of the kubeconfig user to use
      --token TOKEN              Bearer token; other users of this machine may see it in the process
                                 list
      --client-certificate FILE  File with the client certificate
      --client-key FILE          File with the key of the client certificate
      --as USER                  User to impersonate; may be a service account
      --as-group GROUP           Group to impersonate; repeat for several
      --as-uid UID               UID to impersonate
      --as-user-extra EXTRA      Extra KEY=VALUE for the impersonated user; repeat for several
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

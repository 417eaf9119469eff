import assert from 'node:assert/strict';
import { make, onGoogle } from '../harness/google.ts';
import { suite } from '../harness/suite.ts';
import { type World, inWorld } from '../harness/world.ts';

const legacy = '--legacy-until 2027-04-30';

/** The part of a script from one step to the next. */
function step(script: string, name: string): string {
  return new RegExp(`^# \\d+/\\d+ ${name}: .*\\n((?:.+\\n)*)`, 'm').exec(script)?.[1] ?? '';
}

const changes = ({ compute }: World) =>
  compute.requests().filter(({ method, path }) => method !== 'GET' && path.includes('/compute/'));

async function scriptOf(world: World, command: string): Promise<string> {
  const before = changes(world);
  const { stdout, stderr, code } = await world.run(`${command} --print-commands`);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /nothing was changed\n$/);
  assert.deepEqual(changes(world), before);
  return stdout;
}

const scope = '--project shop-prod --region europe-west1';
const labels =
  'team=shop,kubectl-atlas-pe-uid="$uid",kubectl-atlas-pe-endpoint=shop-gcp,kubectl-atlas-pe-source=default_atlasprivateendpoint_shop-gcp-c9c39c5b,kubectl-atlas-pe-group=atlas-pe-default-shop-gcp-"$hash"';

/** An address and a rule, as they are made of a variable's name. */
function made(name: string, target: string, indent = ''): string {
  return `${indent}gcloud compute addresses describe "$${name}" ${scope} >/dev/null 2>&1 ||
${indent}  gcloud compute addresses create "$${name}" --subnet projects/shop-prod/regions/europe-west1/subnetworks/endpoints --description 'kubectl-atlas-pe: default/atlasprivateendpoint/shop-gcp, endpoint shop-gcp' ${scope}
${indent}gcloud beta compute addresses update "$${name}" --update-labels ${labels} ${scope}
${indent}gcloud compute forwarding-rules describe "$${name}" ${scope} >/dev/null 2>&1 ||
${indent}  gcloud compute forwarding-rules create "$${name}" --network projects/shop-prod/global/networks/prod --address "$${name}" --target-service-attachment "$${target}" --allow-psc-global-access ${scope}
${indent}gcloud compute forwarding-rules update "$${name}" --update-labels ${labels} ${scope}
`;
}

const hash = `hash=$(printf %s '["'"$uid"'","default","atlasprivateendpoint/shop-gcp","shop-gcp"]' | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-8)
endpoint=atlas-pe-default-shop-gcp-"$hash"
`;

// What test/process/print-commands-gcp.check.ts runs is only looked at here.
suite('--print-commands on Google Cloud', (test) => {
  test('a service that maps ports: an address and a rule of the name that the command would give', () =>
    inWorld(onGoogle, async (world) => {
      world.deployCluster();
      const script = await scriptOf(
        world,
        `up ${make} --subnetwork endpoints --gcp-project shop-prod --tag team=shop --refresh`,
      );
      assert.equal(
        step(script, 'endpoint'),
        `uid=$(kubectl get atlasprivateendpoint/shop-gcp -n default -o 'jsonpath={.metadata.uid}')
service=$(kubectl get atlasprivateendpoint/shop-gcp -n default -o 'jsonpath={.status.serviceAttachmentNames[*]}')
${hash}${made('endpoint', 'service')}`,
      );
      assert.match(
        step(script, 'accept'),
        /value\(pscConnectionStatus\)'.*\n(?:.*\n)*ip=\$\(gcloud .*'value\(IPAddress\)'/,
      );
      assert.match(
        step(script, 'link'),
        /"value":\[\{"projectId":"shop-prod","groupName":"'"\$endpoint"'","endpoints":\[\{"name":"'"\$endpoint"'","ipAddress":"'"\$ip"'"\}\]\}\]/,
      );
    }));

  test('one that does not: the same for each of its service attachments, however many there will be', () =>
    inWorld(onGoogle, async (world) => {
      world.deployCluster();
      const script = await scriptOf(
        world,
        `up ${make} ${legacy} --subnetwork endpoints --gcp-project shop-prod --tag team=shop --refresh`,
      );
      assert.equal(
        step(script, 'endpoint'),
        `uid=$(kubectl get atlasprivateendpoint/shop-gcp -n default -o 'jsonpath={.metadata.uid}')
service=$(kubectl get atlasprivateendpoint/shop-gcp -n default -o 'jsonpath={.status.serviceAttachmentNames[*]}' | tr ' ' '\\n' | sort -V)
case $service in *[[:space:]]*) ;; *) echo 'the service has one service attachment: print the commands again, now that this is known' >&2; exit 1 ;; esac
${hash}rules=''
index=0
for attachment in $service; do
  rule="$endpoint"-"$index"
${made('rule', 'attachment', '  ')}  rules=\${rules:+"$rules"' '}"$rule"
  index=$((index + 1))
done
`,
      );
      assert.match(
        step(script, 'accept'),
        /^endpoints=''\nfor rule in \$rules; do\n(?:.*\n)* {2}ip=.*\n {2}endpoints=\$\{endpoints:\+"\$endpoints",\}'\{"name":"'"\$rule"'","ipAddress":"'"\$ip"'"\}'\ndone\n$/,
      );
      assert.match(step(script, 'link'), /"groupName":"'"\$endpoint"'","endpoints":\['"\$endpoints"'\]\}\]/);
    }));

  test('delete: the rules before their addresses, and a wait for both', () =>
    inWorld(onGoogle, async (world) => {
      world.operator.project().services.legacyAttachments = 2;
      world.deployCluster();
      assert.equal((await world.run(`create ${make} ${legacy} --subnetwork endpoints`)).code, 0);
      const names = world.compute
        .rules()
        .map(({ name }) => name)
        .join(' ');
      const script = await scriptOf(world, 'delete ape/shop-gcp');
      assert.equal(
        step(script, 'delete'),
        `gcloud compute forwarding-rules delete ${names} --quiet ${scope}\ngcloud compute addresses delete ${names} --quiet ${scope}\n`,
      );
      for (const kind of ['forwarding-rules', 'addresses'])
        assert.ok(
          step(script, 'confirm').includes(
            `gcloud compute ${kind} list --project shop-prod --regions europe-west1 --filter 'name=(${names})'`,
          ),
          script,
        );
    }));

  test('of a group that lacks a rule all commands are printed again, which leave alone what is there', () =>
    inWorld(onGoogle, async (world) => {
      world.operator.project().services.legacyAttachments = 2;
      world.deployCluster();
      const flags = '--subnetwork endpoints --gcp-project shop-prod';
      assert.equal((await world.run(`create ${make} ${legacy} ${flags}`)).code, 0);
      const [rule] = world.compute.google.rules.keys();
      world.compute.google.rules.delete(rule ?? '');
      const script = await scriptOf(world, `create ape/shop-gcp ${flags}`);
      assert.match(
        step(script, 'endpoint'),
        /forwarding-rules describe "\$rule" .* \|\|\n {4}gcloud compute forwarding-rules create /,
      );
    }));

  test('several rules that are still being made are not waited for: the commands are to be printed again', () =>
    inWorld(onGoogle, async (world) => {
      world.operator.project().services.legacyAttachments = 2;
      world.deployCluster();
      assert.equal((await world.run(`create ${make} ${legacy} --subnetwork endpoints`)).code, 0);
      const [rule] = world.compute.google.rules.values();
      Object.assign(rule ?? {}, { connection: undefined });
      const group = rule?.name.replace(/^.*\/(.*)-\d+$/, '$1');
      const { stdout, stderr, code } = await world.run(
        `link ape/shop-gcp --id ${group} --gcp-project shop-prod --print-commands`,
      );
      assert.deepEqual([stdout, code], ['', 1]);
      assert.match(
        stderr,
        /^error: --print-commands has no commands that wait for atlas-pe-default-shop-gcp-\w+, whose forwarding rules are still being made\nhint: print them again in a minute\n$/m,
      );
    }));

  test('where no flag names the project the script could act in another one than the command, and is refused', () =>
    inWorld(onGoogle, async (world) => {
      world.deployCluster();
      const { stdout, stderr, code } = await world.run(`create ${make} --subnetwork endpoints --print-commands`);
      assert.deepEqual([stdout, code], ['', 1]);
      assert.match(
        stderr,
        /^error: --print-commands has to know the Google Cloud project, and no flag names it\nhint: give --gcp-project PROJECT\n$/m,
      );
      assert.equal(changes(world).length, 0);
      const link = 'projects/shop-prod/regions/europe-west1/subnetworks/endpoints';
      assert.match(await scriptOf(world, `create ${make} --subnetwork ${link}`), /--project shop-prod/);
    }));
});

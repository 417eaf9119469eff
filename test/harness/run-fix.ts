import assert from 'node:assert/strict';
import type { World } from './world.ts';

/**
 * Does what a command that was printed does, in the world of a test: this program's own commands run as they are; those of `aws` are sent
 * to the fake EC2 as the AWS CLI sends them; those of `kubectl`, `az` and `gcloud` are done on the fakes' objects. A command that is not
 * known here is a failure, so that nothing counts as mended that nobody did.
 */
export async function runFix(world: World, command: string): Promise<void> {
  const words = command.split(' ').map((word) => word.replace(/^'|'$/g, ''));
  const [program = '', first] = words;
  if (program === 'kubectl' && first === 'atlas-pe') {
    const argv = words.slice(2);
    const changes = argv[0] === 'up' || argv[0] === 'delete';
    // A person agrees to what is asked, and takes what is offered.
    const options = changes ? { tty: true, answers: Array.from({ length: 9 }, () => '') } : {};
    const seen = await world.run(changes ? [...argv, '--yes'] : argv, options);
    assert.equal(seen.code, 0, `${command}: ${seen.stderr}`);
  } else if (program === 'kubectl') kubectl(world, words.slice(1));
  else if (program === 'aws') await aws(world, words.slice(1));
  else if (program === 'az') az(world, words.slice(1));
  else if (program === 'gcloud') gcloud(world, words.slice(1));
  else assert.fail(`nobody knows how to run ${command}`);
}

/** The value of a flag; undefined if it is not given. */
function flag(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

type Json = Record<string, unknown>;

function member(object: Json, name: string): Json {
  return (object[name] ??= {}) as Json;
}

const plurals: Readonly<Record<string, string>> = {
  deployment: 'deployments',
  secret: 'secrets',
  atlasprivateendpoint: 'atlasprivateendpoints',
  atlasdeployment: 'atlasdeployments',
};

function kubectl(world: World, words: readonly string[]): void {
  const [verb = ''] = words;
  const namespace = flag(words, '-n') ?? 'default';
  const [kind = '', name = ''] = words.find((word) => word.includes('/'))?.split('/') ?? [
    words[1] ?? '',
    words[2] ?? '',
  ];
  const last = words.at(-1) ?? '';
  const edit = (change: (object: Json) => void): void =>
    world.kubernetes.store.edit(plurals[kind] ?? assert.fail(`${kind} is not known`), namespace, name, change);
  if (verb === 'annotate' || verb === 'label') {
    const [key = '', value] = last.split('=');
    const marks = verb === 'label' ? 'labels' : 'annotations';
    edit((object) => {
      const own = member(member(object, 'metadata'), marks);
      if (key.endsWith('-')) delete own[key.slice(0, -1)];
      else own[key] = value;
    });
  } else if (verb === 'set') {
    const [variable, value] = last.split('=');
    edit((object) => {
      const { containers } = (member(object, 'spec')['template'] as { spec: { containers: Json[] } }).spec;
      const container = containers.find((each) => each['name'] === flag(words, '-c'));
      assert.ok(container, `no container ${flag(words, '-c')}`);
      container['env'] = [{ name: variable, value }];
    });
  } else if (verb === 'patch') {
    const patch = JSON.parse(flag(words, '-p') ?? '') as Json;
    edit((object) => merge(object, patch));
  } else if (verb === 'rollout') restart(world, namespace, name);
  else assert.fail(`kubectl ${verb} is not known here`);
}

/** Puts what a patch has into an object. */
function merge(object: Json, patch: Json): void {
  for (const [name, value] of Object.entries(patch))
    if (typeof value === 'object' && value !== null) merge(member(object, name), value as Json);
    else object[name] = value;
}

/** What `kubectl rollout restart` comes to: the Pods of the Deployment start anew. */
function restart(world: World, namespace: string, name: string): void {
  const pods = world.kubernetes.store
    .list('pods', namespace)
    .filter(({ metadata }) => metadata.name.startsWith(`${name}-`));
  assert.ok(pods.length > 0, `no Pods of ${name}`);
  const startedAt = new Date(world.clock.foreground.now()).toISOString();
  for (const { metadata } of pods)
    world.kubernetes.store.edit('pods', namespace, metadata.name, (pod) => {
      member(pod, 'status')['containerStatuses'] = [{ state: { running: { startedAt } } }];
    });
}

/** The AWS CLI's flags as the parameters of the EC2 Query protocol (botocore, service-2.json and customizations). */
function queryOf([, operation = '', ...words]: readonly string[]): Readonly<Record<string, string | undefined>> {
  const value = (name: string): string | undefined => flag(words, name);
  const [from, to = from] = (value('--port') ?? '').split('-');
  const list = (name: string): readonly string[] => {
    const at = words.indexOf(name) + 1;
    const end = words.findIndex((word, index) => index >= at && word.startsWith('--'));
    return at === 0 ? [] : words.slice(at, end < 0 ? undefined : end);
  };
  switch (operation) {
    case 'authorize-security-group-ingress': {
      const permission = value('--ip-permissions');
      if (permission !== undefined)
        return { Action: 'AuthorizeSecurityGroupIngress', GroupId: value('--group-id'), ...permissionOf(permission) };
      return {
        Action: 'AuthorizeSecurityGroupIngress',
        GroupId: value('--group-id'),
        'IpPermissions.1.IpProtocol': value('--protocol'),
        'IpPermissions.1.FromPort': from,
        'IpPermissions.1.ToPort': to,
        'IpPermissions.1.IpRanges.1.CidrIp': value('--cidr'),
        'IpPermissions.1.Groups.1.GroupId': value('--source-group'),
      };
    }
    case 'modify-vpc-endpoint':
      return {
        Action: 'ModifyVpcEndpoint',
        VpcEndpointId: value('--vpc-endpoint-id'),
        ...Object.fromEntries(list('--add-subnet-ids').map((id, at) => [`AddSubnetId.${at + 1}`, id])),
      };
    case 'modify-vpc-attribute':
      assert.ok(words.includes('--enable-dns-support'));
      return { Action: 'ModifyVpcAttribute', VpcId: value('--vpc-id'), 'EnableDnsSupport.Value': 'true' };
    case 'create-network-acl-entry': {
      const [, first, second] = /^From=(\d+),To=(\d+)$/.exec(value('--port-range') ?? '') ?? [];
      return {
        Action: 'CreateNetworkAclEntry',
        NetworkAclId: value('--network-acl-id'),
        Egress: String(words.includes('--egress')),
        RuleNumber: value('--rule-number'),
        Protocol: '6',
        'PortRange.From': first,
        'PortRange.To': second,
        CidrBlock: value('--cidr-block'),
        Ipv6CidrBlock: value('--ipv6-cidr-block'),
        RuleAction: value('--rule-action'),
      };
    }
    default:
      return assert.fail(`aws ec2 ${operation} is not known here`);
  }
}

/** The short form of `--ip-permissions`, as far as it is printed: numbers, and lists of networks. */
function permissionOf(short: string): Readonly<Record<string, string>> {
  const at = 'IpPermissions.1';
  const lists = [...short.matchAll(/(\w+)=\[([^\]]*)\]/g)].flatMap(([, list = '', items = '']) =>
    [...items.matchAll(/\{(\w+)=([^}]*)\}/g)].map(
      ([, member = '', value = ''], index) => [`${at}.${list}.${index + 1}.${member}`, value] as const,
    ),
  );
  const plain = [...short.matchAll(/(IpProtocol|FromPort|ToPort)=([^,]+)/g)];
  return Object.fromEntries([...plain.map(([, name = '', value = '']) => [`${at}.${name}`, value] as const), ...lists]);
}

async function aws(world: World, words: readonly string[]): Promise<void> {
  const region = flag(words, '--region') ?? assert.fail('no --region');
  const given = Object.entries(queryOf(words)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = new URLSearchParams([['Version', '2016-11-15'], ...given]);
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIASANDBOX000000000/20260101/${region}/ec2/aws4_request`;
  const answer = await fetch(world.ec2.url, { method: 'POST', body, headers: { authorization } });
  assert.equal(answer.status, 200, await answer.text());
}

function az(world: World, words: readonly string[]): void {
  assert.deepEqual(words.slice(0, 4), ['network', 'nsg', 'rule', 'create']);
  const of = (name: string): string => flag(words, name) ?? assert.fail(`no ${name}`);
  const id = `/subscriptions/${of('--subscription')}/resourceGroups/${of('--resource-group')}/providers/Microsoft.Network/networkSecurityGroups/${of('--nsg-name')}`;
  const group = world.arm.azure.securityGroups.get(id.toLowerCase()) ?? assert.fail(`no ${id}`);
  const clash = [...group.rules].find(
    ([name, rule]) =>
      name.toLowerCase() === of('--name').toLowerCase() ||
      (rule['direction'] === of('--direction') && rule.priority === Number(of('--priority'))),
  );
  assert.equal(clash?.[0], undefined, 'a rule has this name, which would be replaced, or this priority');
  group.rules.set(of('--name'), {
    priority: Number(of('--priority')),
    access: of('--access'),
    direction: of('--direction'),
    protocol: of('--protocol'),
    sourceAddressPrefix: of('--source-address-prefixes'),
    destinationPortRange: of('--destination-port-ranges'),
  });
}

function gcloud(world: World, words: readonly string[]): void {
  const [, group, verb, name = ''] = words;
  const { google } = world.compute;
  if (group === 'forwarding-rules' && verb === 'update') {
    const full = `projects/${flag(words, '--project')}/regions/${flag(words, '--region')}/forwardingRules/${name}`;
    const rule = google.rules.get(full) ?? assert.fail(`no ${full}`);
    rule.globalAccess = words.includes('--allow-psc-global-access');
    return;
  }
  assert.deepEqual([group, verb], ['firewall-rules', 'create']);
  const project = flag(words, '--project');
  const full = `projects/${project}/global/firewalls/${name}`;
  assert.ok(!google.firewalls.has(full), `${full} already exists`);
  const [protocol = '', ports = ''] = (flag(words, '--rules') ?? '').split(':');
  google.firewalls.set(full, {
    name: full,
    id: '2',
    createdAt: 0,
    network: `projects/${project}/global/networks/${flag(words, '--network')}`,
    priority: Number(flag(words, '--priority')),
    allow: flag(words, '--action') === 'ALLOW',
    destinations: (flag(words, '--destination-ranges') ?? '').split(','),
    protocol,
    ports: [ports],
  });
}

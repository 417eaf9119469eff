import type { Answer, Call, Json } from './call.ts';
import { numberOf, stamp } from './ids.ts';
import { lastOf, link, nameOf, projectOf } from './links.ts';
import { type Listed, listBody } from './lists.ts';
import type { Firewall } from './model.ts';
import type { Row } from './filter.ts';

/** Firewall rules for what goes out: the only ones that have to do with an endpoint of Private Service Connect. */

const listed: Listed = {
  kind: 'compute#firewall',
  collection: 'firewalls',
  fields: ['id', 'name', 'network', 'direction'],
};

function body(rule: Firewall): Row {
  const ports = [{ IPProtocol: rule.protocol, ...(rule.ports.length === 0 ? {} : { ports: rule.ports }) }];
  return {
    kind: 'compute#firewall',
    id: rule.id,
    creationTimestamp: stamp(rule.createdAt),
    name: lastOf(rule.name),
    network: link(rule.network),
    direction: 'EGRESS',
    priority: rule.priority,
    destinationRanges: rule.destinations,
    ...(rule.targetTags === undefined ? {} : { targetTags: rule.targetTags }),
    ...(rule.allow ? { allowed: ports } : { denied: ports }),
    disabled: false,
    selfLink: link(rule.name),
  };
}

function list(call: Call): Answer {
  const scope = `projects/${call.project.id}/global`;
  call.permissions.check(['compute.firewalls.list', scope]);
  const here = [...call.google.firewalls.values()].filter(({ name }) => projectOf(name) === call.project.id);
  return { body: listBody(call, listed, scope, here.map(body)) };
}

/** Makes a rule at once; its operation is over when it is answered. */
function insert(call: Call): Answer {
  const { name, network, priority, destinationRanges, allowed, denied } = call.body;
  const full = `projects/${call.project.id}/global/firewalls/${String(name)}`;
  call.permissions.check(['compute.firewalls.create', full]);
  const [rule = {}] = (allowed ?? denied ?? []) as readonly Json[];
  call.google.firewalls.set(full, {
    name: full,
    id: numberOf(full),
    createdAt: call.now,
    network: nameOf(String(network), '') ?? '',
    priority: Number(priority ?? 1000),
    allow: allowed !== undefined,
    destinations: (destinationRanges ?? ['0.0.0.0/0']) as readonly string[],
    protocol: String(rule['IPProtocol']),
    ports: (rule['ports'] ?? []) as readonly string[],
  });
  const operation = `operation-${numberOf(full)}`;
  const selfLink = link(`projects/${call.project.id}/global/operations/${operation}`);
  return {
    body: { kind: 'compute#operation', name: operation, status: 'DONE', targetLink: link(full), selfLink },
  };
}

export const firewalls = { list, insert };

import type { Answer, Call } from './call.ts';
import { booleanOf, checkFields, regionIn, textOf } from './checks.ts';
import { ruleBody, ruleFingerprint } from './describe.ts';
import { notReady, staleFingerprint } from './errors.ts';
import { numberOf } from './ids.ts';
import { setLabels } from './labels.ts';
import { projectOf, regionName, regionOf } from './links.ts';
import { aggregatedBody, listBody, type Listed } from './lists.ts';
import { type Address, type ForwardingRule, type OperationFailure, found } from './model.ts';
import { change, once } from './operations.ts';
import { RULES_QUOTA, exceeded } from './quotas.ts';
import { checkedRule, namespaceName } from './rule-checks.ts';

const listed: Listed = {
  kind: 'compute#forwardingRule',
  collection: 'forwardingRules',
  fields: [
    'id',
    'name',
    'IPAddress',
    'target',
    'network',
    'labels',
    'region',
    'pscConnectionId',
    'pscConnectionStatus',
  ],
};

/** What an insertion ends with that was accepted, although there is no room or the address is taken. */
function failureOf(call: Call, address: Address, region: string): OperationFailure | undefined {
  if (call.google.usersOf(address.name).length === 0) return exceeded(call.google, call.project, region, RULES_QUOTA);
  const message = `IP '${address.ip}' is already being used by another resource.`;
  return { code: 'IP_IN_USE_BY_ANOTHER_RESOURCE', message, httpStatus: 409 };
}

function insert(call: Call): Answer {
  const { google, now } = call;
  const { address, ...wanted } = checkedRule(call);
  const failure = failureOf(call, address, regionOf(wanted.name) ?? '');
  const rule: ForwardingRule = {
    ...wanted,
    id: numberOf('rule', wanted.name, now),
    createdAt: now,
    address: address.name,
    ip: address.ip,
    connectionId: numberOf('connection', wanted.name, now),
    connection: 'PENDING',
    acceptedAt: undefined,
    labels: {},
    busy: undefined,
  };
  google.rules.set(rule.name, rule);
  const type = 'createRegionPscForwardingRule';
  const { ruleMs: takesMs } = call.delays;
  return change(call, rule, { type, takesMs, failure, fail: () => google.rules.delete(rule.name) });
}

/** The name of the rule in the path. */
function nameIn(call: Call): string {
  return `${regionName(call.project.id, regionIn(call))}/forwardingRules/${call.param('forwardingRule')}`;
}

/** The rule in the path. @throws ComputeError 403, 404 */
function one(call: Call, ...permissions: readonly string[]): ForwardingRule {
  const name = nameIn(call);
  call.permissions.check(...permissions.map((permission) => [permission, name] as const));
  return found(call.google.rules, name);
}

function remove(call: Call): Answer {
  const { google, permissions } = call;
  const rule = one(call, 'compute.forwardingRules.delete', 'compute.forwardingRules.pscDelete');
  const parent = namespaceName(rule.name, rule.namespace);
  permissions.check(['servicedirectory.services.delete', parent]);
  const others = [...google.rules.values()].filter((each) => each !== rule);
  // The namespace goes with the last rule in it.
  if (!others.some((each) => namespaceName(each.name, each.namespace) === parent))
    permissions.check(['servicedirectory.namespaces.delete', parent]);
  if (rule.busy !== undefined) throw notReady(rule.name);
  const type = 'deleteRegionPscForwardingRule';
  const { deleteMs: takesMs } = call.delays;
  return change(call, rule, { type, takesMs, succeed: () => google.rules.delete(rule.name) });
}

/** Global access is the one thing of such a rule that a patch may change. */
function patch(call: Call): Answer {
  checkFields(call, 'forwarding_rule_resource', ['allowPscGlobalAccess', 'fingerprint']);
  const rule = one(call, 'compute.forwardingRules.update', 'compute.forwardingRules.pscUpdate');
  if (rule.busy !== undefined) throw notReady(rule.name);
  const fingerprint = textOf(call, 'fingerprint');
  if (fingerprint !== '' && fingerprint !== ruleFingerprint(rule)) throw staleFingerprint('Invalid fingerprint.');
  const globalAccess = booleanOf(call, 'allowPscGlobalAccess');
  const succeed = (): void => {
    rule.globalAccess = globalAccess;
  };
  return change(call, rule, { type: 'patch', takesMs: call.delays.patchMs, succeed });
}

function own({ google, project }: Call): readonly ForwardingRule[] {
  return [...google.rules.values()].filter(({ name }) => projectOf(name) === project.id);
}

function list(call: Call): Answer {
  const region = regionIn(call);
  const scope = regionName(call.project.id, region);
  call.permissions.check(['compute.forwardingRules.list', scope]);
  const here = own(call).filter(({ name }) => regionOf(name) === region);
  return { body: listBody(call, listed, scope, here.map(ruleBody)) };
}

function aggregated(call: Call): Answer {
  call.permissions.check(['compute.forwardingRules.list', `projects/${call.project.id}`]);
  const rows = own(call).map(ruleBody);
  return { body: aggregatedBody(call, listed, rows, ({ region }) => String(region).split('/').at(-1) ?? '') };
}

export const forwardingRules = {
  insert: once(insert),
  remove: once(remove),
  patch: once(patch),
  list,
  aggregated,
  get: (call: Call): Answer => ({ body: ruleBody(one(call, 'compute.forwardingRules.get')) }),
  setLabels: once((call) =>
    setLabels(call, one(call, 'compute.forwardingRules.setLabels', 'compute.forwardingRules.pscSetLabels')),
  ),
};

import type { Call } from './call.ts';
import {
  booleanOf,
  checkFields,
  checkProject,
  newName,
  referenceOf,
  regionIn,
  subnetworkOf,
  textOf,
} from './checks.ts';
import { alreadyExists, invalidField, notFound, notReady } from './errors.ts';
import { projectOf, regionName, regionOf } from './links.ts';
import type { Address } from './model.ts';
import type { Need } from './permissions.ts';

/** What an accepted request for a forwarding rule asks for. */
export interface WantedRule {
  readonly name: string;
  readonly address: Address;
  readonly network: string;
  readonly target: string;
  readonly namespace: string;
  readonly globalAccess: boolean;
  readonly noAutomateDnsZone: boolean;
}

const fields = [
  'name',
  'description',
  'IPAddress',
  'network',
  'subnetwork',
  'target',
  'allowPscGlobalAccess',
  'noAutomateDnsZone',
  'serviceDirectoryRegistrations',
  'region',
];

/** Fields of other forwarding rules; those of Private Service Connect must leave them out, labels included. */
const notHere = ['labels', 'loadBalancingScheme', 'IPProtocol', 'ports', 'portRange', 'allPorts', 'backendService'];

/** Where a rule is registered when it says nothing. */
const USUAL_NAMESPACE = 'goog-psc-default';

export const namespaceName = (rule: string, namespace: string): string =>
  `projects/${projectOf(rule)}/locations/${regionOf(rule)}/namespaces/${namespace}`;

const isSet = (value: unknown): boolean => value !== undefined && value !== '' && JSON.stringify(value) !== '{}';

function checkForeignFields(call: Call): void {
  const foreign = notHere.find((field) => isSet(call.body[field]));
  if (foreign === undefined) return;
  const value = call.body[foreign];
  const why = 'Invalid field set in Private Service Connect Forwarding Rule. This field should not be set.';
  throw invalidField(`resource.${foreign}`, typeof value === 'string' ? value : '', why);
}

function namespaceOf({ body }: Call): string {
  const registrations = (body['serviceDirectoryRegistrations'] ?? []) as readonly { readonly namespace?: string }[];
  return registrations[0]?.namespace ?? USUAL_NAMESPACE;
}

/** The service attachment, which has to be there and in the rule's region. */
function targetOf(call: Call, region: string): string {
  const target = referenceOf(call, 'target', 'serviceAttachments');
  if (regionOf(target) !== region)
    throw invalidField('resource.target', target, `The target must be in the same region ${region}.`);
  if (!call.google.attachments.has(target)) throw notFound(target);
  return target;
}

/** The address, which is named by a reference: Private Service Connect takes no number. */
function addressOf(call: Call, region: string): Address {
  const name = referenceOf(call, 'IPAddress', 'addresses');
  checkProject(call, 'IPAddress', name);
  call.permissions.check(['compute.addresses.use', name]);
  const address = call.google.addresses.get(name);
  if (address === undefined)
    throw invalidField('resource.IPAddress', name, 'The referenced address resource cannot be found.');
  if (regionOf(name) !== region)
    throw invalidField('resource.IPAddress', name, `The address must be in the same region ${region}.`);
  if (address.busy !== undefined) throw notReady(name);
  return address;
}

/** The network of the rule, named itself or by a subnet of it. It has to be the address's. */
function networkOf(call: Call, region: string, address: Address): string {
  const network =
    textOf(call, 'subnetwork') === '' ? referenceOf(call, 'network', 'networks') : subnetworkOf(call, region).network;
  checkProject(call, 'network', network);
  if (textOf(call, 'network') !== '') call.permissions.check(['compute.networks.use', network]);
  if (!call.google.networks.has(network))
    throw invalidField('resource.network', network, 'The referenced network resource cannot be found.');
  if (call.google.subnetworks.get(address.subnetwork)?.network !== network)
    throw invalidField('resource.network', network, `The IP address '${address.ip}' is not in this network.`);
  call.permissions.check(['compute.subnetworks.use', address.subnetwork]);
  return network;
}

/** What the rule's registration in Service Directory needs; its namespace is made with the first rule in it. */
function registration(call: Call, rule: string, namespace: string): readonly Need[] {
  const parent = namespaceName(rule, namespace);
  const isNew = ![...call.google.rules.values()].some((each) => namespaceName(each.name, each.namespace) === parent);
  const service: Need = ['servicedirectory.services.create', parent];
  return isNew ? [['servicedirectory.namespaces.create', parent], service] : [service];
}

/** The checks of an insertion that compute.md lists, in their order. @throws ComputeError */
export function checkedRule(call: Call): WantedRule {
  checkForeignFields(call);
  checkFields(call, 'forwarding_rule_resource', [...fields, ...notHere]);
  const region = regionIn(call);
  const name = `${regionName(call.project.id, region)}/forwardingRules/${newName(call)}`;
  const namespace = namespaceOf(call);
  call.permissions.check(
    ['compute.forwardingRules.create', name],
    ['compute.forwardingRules.pscCreate', name],
    ...registration(call, name, namespace),
  );
  const target = targetOf(call, region);
  const address = addressOf(call, region);
  const network = networkOf(call, region, address);
  if (call.google.rules.has(name)) throw alreadyExists(name);
  return {
    name,
    namespace,
    target,
    address,
    network,
    globalAccess: booleanOf(call, 'allowPscGlobalAccess'),
    noAutomateDnsZone: booleanOf(call, 'noAutomateDnsZone'),
  };
}

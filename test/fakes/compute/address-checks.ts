import type { Call } from './call.ts';
import { checkFields, newName, regionIn, subnetworkOf, textOf } from './checks.ts';
import { alreadyExists, invalidField } from './errors.ts';
import { type Labels, labelsOf } from './labels.ts';
import { regionName } from './links.ts';
import type { OperationFailure, Subnetwork } from './model.ts';
import { isInRange, isIp, takeFree } from './subnets.ts';

/** What an accepted request for an address asks for. */
export interface WantedAddress {
  readonly name: string;
  readonly description: string;
  readonly subnetwork: Subnetwork;
  readonly labels: Labels;
}

const fields = [
  'name',
  'description',
  'addressType',
  'subnetwork',
  'address',
  'labels',
  'purpose',
  'ipVersion',
  'region',
];

/** A request is about an internal address of a subnet; the fake has no others. */
function checkKind(call: Call): void {
  const subnetwork = textOf(call, 'subnetwork');
  if (textOf(call, 'addressType') !== 'INTERNAL') {
    const why = 'An address is EXTERNAL unless addressType says otherwise, and an external one has no subnetwork.';
    throw invalidField('resource.subnetwork', subnetwork, why);
  }
  if (subnetwork === '')
    throw invalidField('resource.subnetwork', '', 'No default subnetwork was found for an address with type INTERNAL.');
  if (!['', 'GCE_ENDPOINT'].includes(textOf(call, 'purpose')))
    throw invalidField('resource.purpose', textOf(call, 'purpose'), 'Only global addresses may have this purpose.');
  if (!['', 'IPV4'].includes(textOf(call, 'ipVersion')))
    throw invalidField('resource.ipVersion', textOf(call, 'ipVersion'), 'The subnetwork has no IPv6 range.');
}

/** Takes an address of the subnet: the one that is asked for, or a free one. */
export function take(
  wanted: string,
  subnetwork: Subnetwork,
): { readonly ip: string; readonly failure?: OperationFailure } {
  if (wanted === '') {
    const ip = takeFree(subnetwork);
    if (ip !== undefined) return { ip };
    const message = `IP space of '${subnetwork.name}' is exhausted.`;
    return { ip: '', failure: { code: 'IP_SPACE_EXHAUSTED', message, httpStatus: 400 } };
  }
  if (!isIp(wanted)) throw invalidField('resource.address', wanted, 'Invalid IP address specified.');
  if (!isInRange(wanted, subnetwork.cidr)) {
    const why = `Requested internal IP address is outside the subnetwork's range ${subnetwork.cidr}.`;
    throw invalidField('resource.address', wanted, why);
  }
  if (subnetwork.taken.has(wanted)) {
    const message = `IP '${wanted}' is already being used by another resource.`;
    return { ip: '', failure: { code: 'IP_IN_USE_BY_ANOTHER_RESOURCE', message, httpStatus: 409 } };
  }
  subnetwork.taken.add(wanted);
  return { ip: wanted };
}

/** The checks of an insertion that compute.md lists, in their order. @throws ComputeError */
export function checkedAddress(call: Call): WantedAddress {
  checkFields(call, 'address_resource', fields);
  const region = regionIn(call);
  const name = `${regionName(call.project.id, region)}/addresses/${newName(call)}`;
  call.permissions.check(['compute.addresses.createInternal', name]);
  checkKind(call);
  const labels = labelsOf(call, 'resource.labels');
  if (Object.keys(labels).length > 0) call.permissions.check(['compute.addresses.setLabels', name]);
  const subnetwork = subnetworkOf(call, region);
  if (subnetwork.purpose !== 'PRIVATE')
    throw invalidField('resource.subnetwork', subnetwork.name, `Its purpose is ${subnetwork.purpose}, not PRIVATE.`);
  if (call.google.addresses.has(name)) throw alreadyExists(name);
  return { name, subnetwork, labels, description: textOf(call, 'description') };
}

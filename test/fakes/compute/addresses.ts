import type { Answer, Call } from './call.ts';
import { checkedAddress, take } from './address-checks.ts';
import { regionIn, textOf } from './checks.ts';
import { addressBody } from './describe.ts';
import { ComputeError, notReady } from './errors.ts';
import { numberOf } from './ids.ts';
import { setLabels } from './labels.ts';
import { regionName, regionOf } from './links.ts';
import { aggregatedBody, listBody, type Listed } from './lists.ts';
import { type Address, found } from './model.ts';
import { change, once } from './operations.ts';
import { ADDRESSES_QUOTA, exceeded } from './quotas.ts';

const listed: Listed = {
  kind: 'compute#address',
  collection: 'addresses',
  fields: [
    'id',
    'name',
    'address',
    'status',
    'description',
    'labels',
    'subnetwork',
    'region',
    'addressType',
    'purpose',
  ],
};

function insert(call: Call): Answer {
  const { google, now } = call;
  const { subnetwork, ...wanted } = checkedAddress(call);
  const { name } = wanted;
  const full = exceeded(google, call.project, regionOf(name) ?? '', ADDRESSES_QUOTA);
  const { ip, failure = full } = full === undefined ? take(textOf(call, 'address'), subnetwork) : { ip: '' };
  const address: Address = {
    ...wanted,
    ip,
    id: numberOf('address', name, now),
    createdAt: now,
    subnetwork: subnetwork.name,
    busy: undefined,
  };
  google.addresses.set(name, address);
  const { addressMs: takesMs } = call.delays;
  return change(call, address, { type: 'insert', takesMs, failure, fail: () => release(call, address) });
}

/** Takes an address away and gives it back to its subnet. */
function release({ google }: Call, address: Address): void {
  google.addresses.delete(address.name);
  google.subnetworks.get(address.subnetwork)?.taken.delete(address.ip);
}

function remove(call: Call): Answer {
  const address = one(call, 'compute.addresses.deleteInternal');
  const [user] = call.google.usersOf(address.name);
  if (user !== undefined) {
    const message = `The address resource '${address.name}' is already being used by '${user.name}'`;
    throw new ComputeError(400, 'resourceInUseByAnotherResource', message);
  }
  if (address.busy !== undefined) throw notReady(address.name);
  const { deleteMs: takesMs } = call.delays;
  return change(call, address, { type: 'delete', takesMs, succeed: () => release(call, address) });
}

/** The address in the path. @throws ComputeError 403, 404 */
function one(call: Call, permission: string): Address {
  const name = `${regionName(call.project.id, regionIn(call))}/addresses/${call.param('address')}`;
  call.permissions.check([permission, name]);
  return found(call.google.addresses, name);
}

function rows({ google, project }: Call): ReturnType<typeof addressBody>[] {
  const own = [...google.addresses.values()].filter(({ name }) => name.startsWith(`projects/${project.id}/`));
  return own.map((address) => addressBody(google, address));
}

function list(call: Call): Answer {
  const scope = regionName(call.project.id, regionIn(call));
  call.permissions.check(['compute.addresses.list', scope]);
  const here = rows(call).filter(({ selfLink }) => String(selfLink).includes(`/${scope}/`));
  return { body: listBody(call, listed, scope, here) };
}

function aggregated(call: Call): Answer {
  call.permissions.check(['compute.addresses.list', `projects/${call.project.id}`]);
  return { body: aggregatedBody(call, listed, rows(call), ({ region }) => String(region).split('/').at(-1) ?? '') };
}

export const addresses = {
  insert: once(insert),
  remove: once(remove),
  list,
  aggregated,
  get: (call: Call): Answer => ({ body: addressBody(call.google, one(call, 'compute.addresses.get')) }),
  setLabels: once((call) => setLabels(call, one(call, 'compute.addresses.setLabels'))),
};

import assert from 'node:assert/strict';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../../src/atlas/api/private-endpoint.ts';
import { maskPassword } from '../../../src/atlas/secret/mask.ts';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { type Tenant, password } from '../tenant.ts';
import { readyCluster } from './dedicated-commands.ts';

/** AtlasPrivateEndpoint and dedicated clusters on Google Cloud with the commands of this program. */

const srvOf = ({ deployment }: Tenant): string =>
  `mongodb+srv://app:${encodeURIComponent(password)}@${deployment}-psc-0.ab1cd.mongodb.net`;

function readObject({ client }: RealWorld, { namespace }: Tenant, name: string): Promise<AtlasPrivateEndpoint> {
  return client.get<AtlasPrivateEndpoint>(privateEndpointResource, namespace, name);
}

/** The names of the rules and of the addresses that were made for a tenant. */
function partsOf({ compute }: RealWorld, { namespace }: Tenant): readonly [rules: string[], addresses: string[]] {
  const isIts = (name: string): boolean => name.includes(`atlas-pe-${namespace}-`);
  const rules = compute.rules().map(({ name }) => name);
  return [rules.filter(isIts), [...compute.google.addresses.keys()].filter(isIts)];
}

const make = 'ape/pe --project shop --provider GCP --region europe-west1';

/** A command a step, a second endpoint on the same service, and one that Atlas does not find. */
export const googleSteps: Scenario = {
  name: 'ape-google',
  sentence: 'on Google Cloud: create, link, a second rule, the string in the Secret, a rule that Atlas does not find',
  async run(world, tenant) {
    await readyCluster(world, tenant, 'GCP');
    const reserved = await tenant.run(`create ${make}`);
    assert.match(reserved.stdout, /^projects\/p-\S+\/serviceAttachments\/\S+\n$/, reserved.stderr);
    const placed = await tenant.run('create ape/pe {gcp}');
    const [, first = ''] = placed.stdout.split('\n');
    assert.match(first, /^atlas-pe-/, placed.stderr);
    const linked = await tenant.run('link ape/pe');
    assert.equal(linked.stdout, 'atlasprivateendpoint.atlas.mongodb.com/pe linked\n', linked.stderr);
    assert.match(linked.stderr, /^ \+ (?:\d\/\d )?connect +(?:\d\S* +)?AVAILABLE, ACCEPTED/m);
    const second = await tenant.run('up ape/pe --endpoint batch {gcp} --refresh --yes');
    assert.equal(second.code, 0, second.stderr);
    const { spec } = await readObject(world, tenant, 'pe');
    assert.equal(spec?.portMappingEnabled, true);
    assert.equal(spec.gcpConfiguration?.length, 2);
    assert.equal(spec.gcpConfiguration[0]?.groupName, first);
    const fresh = await tenant.run(`secret ape/pe --endpoint ${first} --refresh --key connectionStringPrivateSrv`);
    assert.deepEqual([fresh.stdout, fresh.code], [`${srvOf(tenant)}\n`, 0], fresh.stderr);
    const gone = await tenant.run('delete ape/pe --endpoint batch --yes');
    assert.equal(gone.code, 0, gone.stderr);
    assert.deepEqual(
      partsOf(world, tenant).map(({ length }) => length),
      [1, 1],
    );
    // At the end: while one has failed, the operator does nothing about the others, or something, in no order.
    const typo = await tenant.run('link ape/pe --id typo --ip 10.60.1.200 --gcp-project shop-prod --skip-cloud-check');
    assert.match(
      typo.stderr,
      /^error: endpoint "typo" of atlasprivateendpoint\/pe has failed: The endpoint could not be found in GCP\. Please verify/m,
    );
    assert.deepEqual([typo.stdout, typo.code], ['', 1]);
  },
};

/** Killed so that it cannot tidy up. */
export const googleKilled: Scenario = {
  name: 'ape-killed-google',
  sentence:
    'on Google Cloud: kill -9 of up and of delete; the next run goes on, nothing is made twice and nothing stays',
  async run(world, tenant) {
    await readyCluster(world, tenant, 'GCP');
    const up = 'up ad/{d} {gcp} --refresh --yes';
    let kills = 0;
    for (const at of [
      /^ \+ \S+ declare /m,
      /^ [*+] \S+ reserve /m,
      /^ \+ \S+ endpoint /m,
      /^ [*+] \S+ accept /m,
      /^ \+ \S+ link /m,
      /^ \* (?:\d\/\d )?connect /m,
    ]) {
      const ended = await tenant.run(up, { at, signal: 'SIGKILL' });
      if (ended.signal === 'SIGKILL') kills += 1;
      else assert.equal(ended.code, 0, ended.stderr);
    }
    assert.ok(kills >= 4, `only ${kills} were killed`);
    const ended = await tenant.run(up);
    assert.ok(ended.stdout.includes(maskPassword(srvOf(tenant))), ended.stderr);
    assert.deepEqual(
      partsOf(world, tenant).map(({ length }) => length),
      [1, 1],
    );
    const name = `${tenant.deployment}-western-europe`;
    for (const at of [
      /^to be deleted/m,
      /^ \+ (?:\d\/\d )?remove /m,
      /^ [*+] (?:\d\/\d )?release/m,
      /^ \+ (?:\d\/\d )?delete /m,
    ])
      await tenant.run(`delete ape/${name} --yes`, { at, signal: 'SIGKILL' });
    const deleted = await tenant.run(`delete ape/${name} --yes`);
    if (deleted.code !== 0) assert.match(deleted.stderr, /^Error from server \(NotFound\): /);
    await assert.rejects(readObject(world, tenant, name));
    await eventually('nothing is left on Google Cloud', () => partsOf(world, tenant)[1].length === 0);
  },
};

import assert from 'node:assert/strict';
import { RULE_NOT_FOUND } from '../../fakes/atlas/gcp.ts';
import type { EndpointServices } from '../../fakes/atlas/endpoint-services.ts';
import { connectByHand } from '../../fakes/compute/by-hand.ts';
import { eventually } from '../eventually.ts';
import type { RealWorld } from '../real-world.ts';
import type { Scenario } from '../scenarios.ts';
import { type Tenant, applyProject } from '../tenant.ts';
import { Applied } from './dedicated.ts';

/** AtlasPrivateEndpoint on Google Cloud: what operator 2.15.0 does by itself, as what is built on it has to know it. */

const spec = { provider: 'GCP', region: 'WESTERN_EUROPE', portMappingEnabled: true };

/** A tenant's project once the operator has made it. */
async function servicesOf(world: RealWorld, { namespace }: Tenant): Promise<EndpointServices> {
  const { services } = await eventually('the project', () => world.atlas.project(namespace));
  return services;
}

const item = (groupName: string, rules: Readonly<Record<string, string>>): object => ({
  projectId: 'shop-prod',
  groupName,
  endpoints: Object.entries(rules).map(([name, ipAddress]) => ({ name, ipAddress })),
});

/** An object whose service is there, and the attachments that its status names. */
async function reserve(
  world: RealWorld,
  tenant: Tenant,
  wanted: Record<string, unknown> = spec,
): Promise<{ readonly applied: Applied; readonly attachments: readonly string[] }> {
  const applied = new Applied(world, tenant.namespace, 'pe');
  await applied.create(wanted);
  const { serviceAttachmentNames } = await applied.once('PrivateEndpointReady', 'PrivateEndpointConfigurationPending');
  return { applied, attachments: serviceAttachmentNames as readonly string[] };
}

/** How often Atlas was asked to delete an interface of a service. */
function deletions({ atlas }: RealWorld, serviceId: string): number {
  const path = new RegExp(`/GCP/endpointService/${serviceId}/endpoint/`);
  return atlas.requests().filter((request) => request.method === 'DELETE' && path.test(request.path)).length;
}

export const serviceOnGoogle: Scenario = {
  name: 'service-gcp',
  sentence:
    'an AtlasPrivateEndpoint (GCP) that maps ports: its service, a rule, and its removal, which takes the service',
  async run(world, tenant) {
    await applyProject(world, tenant);
    (await servicesOf(world, tenant)).looksToConnect = 2;
    const { applied, attachments } = await reserve(world, tenant);
    const [service] = (await servicesOf(world, tenant)).all();
    const shown = {
      serviceId: service?.id,
      serviceStatus: 'AVAILABLE',
      serviceAttachmentNames: attachments,
      portMappingEnabled: true,
    };
    assert.deepEqual([attachments, service?.attachments.length], [service?.attachments, 1]);
    const name = tenant.namespace;
    const ip = await connectByHand(world.compute, world.google, name, attachments[0] ?? '');
    const connection = (): unknown => world.compute.rules().find((rule) => rule.name === name)?.connection;
    assert.equal(connection(), 'PENDING');
    await applied.set('gcpConfiguration', [item(name, { [name]: ip })]);
    await eventually('Google has the rule accepted', () => connection() === 'ACCEPTED');
    const entry = (status: string): object => ({
      ID: name,
      InterfaceStatus: status,
      gcpForwardingRules: [{ name, status }],
    });
    const verified = await applied.when('VERIFIED', ({ endpoints }) =>
      JSON.stringify(endpoints ?? '').includes('VERIFIED'),
    );
    assert.deepEqual(verified, { ...shown, endpoints: [entry('VERIFIED')] });
    assert.deepEqual(await applied.once('Ready', 'True'), { ...shown, endpoints: [entry('AVAILABLE')] });
    await applied.set('gcpConfiguration', []);
    const again = await applied.when('another service', ({ serviceId }) => serviceId !== service?.id);
    assert.notEqual(again['serviceId'], undefined);
  },
};

/** For operators before 2.15.0, too, which know no other kind. */
export const legacyOnGoogle: Scenario = {
  name: 'rules-gcp',
  sentence: 'an AtlasPrivateEndpoint (GCP) that maps no ports: a rule for each attachment, in one group of any name',
  async run(world, tenant) {
    await applyProject(world, tenant);
    (await servicesOf(world, tenant)).legacyAttachments = 3;
    const { applied, attachments } = await reserve(world, tenant, { ...spec, portMappingEnabled: undefined });
    assert.equal(attachments.length, 3);
    const rules: Record<string, string> = {};
    for (const [n, target] of attachments.entries()) {
      const name = `${tenant.namespace}-${n}`;
      rules[name] = await connectByHand(world.compute, world.google, name, target);
    }
    await applied.set('gcpConfiguration', [item('shop', rules)]);
    const { endpoints, portMappingEnabled } = await applied.once('Ready', 'True');
    const gcpForwardingRules = Object.keys(rules).map((name) => ({ name, status: 'AVAILABLE' }));
    assert.deepEqual(endpoints, [{ ID: 'shop', InterfaceStatus: 'AVAILABLE', gcpForwardingRules }]);
    assert.equal(portMappingEnabled, undefined);
  },
};

export const otherGroupName: Scenario = {
  name: 'group-gcp',
  sentence:
    'a group of another name than its rule (GCP, mapped ports) is deleted by the operator, and its service with it',
  async run(world, tenant) {
    await applyProject(world, tenant);
    const { applied, attachments } = await reserve(world, tenant);
    const [service] = (await servicesOf(world, tenant)).all();
    const name = tenant.namespace;
    const ip = await connectByHand(world.compute, world.google, name, attachments[0] ?? '');
    await applied.set('gcpConfiguration', [item('another-name', { [name]: ip })]);
    // The next service has another attachment, which the rule does not connect to.
    const failed = await applied.once('PrivateEndpointReady', 'PrivateEndpointFailedToConfigure');
    assert.notEqual(failed['serviceId'], service?.id);
    assert.ok(deletions(world, service?.id ?? '') > 0);
  },
};

export const legacyAdopted: Scenario = {
  name: 'legacy-gcp',
  sentence: 'an object that asks for mapped ports (GCP) adopts a service that has none, and one rule is refused',
  async run(world, tenant) {
    await applyProject(world, tenant);
    const services = await servicesOf(world, tenant);
    services.legacyAttachments = 4;
    const legacy = services.create({ providerName: 'GCP', region: spec.region });
    const applied = new Applied(world, tenant.namespace, 'pe');
    await applied.create(spec);
    const adopted = await applied.once('PrivateEndpointReady', 'PrivateEndpointConfigurationPending');
    assert.deepEqual(adopted, {
      serviceId: legacy.id,
      serviceStatus: 'AVAILABLE',
      serviceAttachmentNames: legacy.attachments,
    });
    assert.equal(services.all().length, 1);
    await applied.set('gcpConfiguration', [item('shop', { shop: '10.60.1.2' })]);
    await applied.once('PrivateEndpointReady', 'PrivateEndpointFailedToCreate');
    const message = await applied.message('PrivateEndpointReady');
    assert.match(message, /^failed to create the private endpoint interface: .*The service has 4 attachments, not 1/s);
  },
};

export const ruleNotFound: Scenario = {
  name: 'missing-gcp',
  sentence: 'a rule that Google does not have (GCP) is FAILED, and stays when the spec no longer names it',
  async run(world, tenant) {
    await applyProject(world, tenant);
    const { applied, attachments } = await reserve(world, tenant);
    await applied.set('gcpConfiguration', [item('missing', { missing: '10.60.1.2' })]);
    const failed = await applied.once('PrivateEndpointReady', 'PrivateEndpointFailedToConfigure');
    const expected = {
      serviceId: attachments[0]?.split('-').at(-2),
      serviceStatus: 'AVAILABLE',
      serviceAttachmentNames: attachments,
      portMappingEnabled: true,
      endpoints: [
        {
          ID: 'missing',
          InterfaceStatus: 'FAILED',
          error: RULE_NOT_FOUND,
          gcpForwardingRules: [{ name: 'missing', status: 'FAILED' }],
        },
      ],
    };
    assert.deepEqual(failed, expected);
    await applied.set('gcpConfiguration', []);
    await applied.seen();
    assert.deepEqual(await applied.once('PrivateEndpointReady', 'PrivateEndpointFailedToConfigure'), expected);
  },
};

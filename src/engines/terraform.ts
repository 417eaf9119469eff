import type { Engine, Kept, Written } from './engine.ts';
import { type Value, block, resourceName } from './hcl.ts';

/** A resource that exists, and the id by which Terraform imports it. */
interface Existing {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly body: Readonly<Record<string, Value>>;
}

/**
 * Blocks that import what exists (Terraform 1.5 and later: developer.hashicorp.com/terraform/language/import).
 * @param note a comment at the top
 */
function imported(resources: readonly Existing[], note = ''): Written {
  const texts = resources.flatMap(({ type, name, id, body }) => [
    block('import', [], { to: { expression: `${type}.${name}` }, id }),
    block('resource', [type, name], body),
  ]);
  return { kind: 'file', text: `${note}${texts.join('\n')}` };
}

/** registry.terraform.io/providers/hashicorp/aws, resource aws_vpc_endpoint: imported by its id. */
function awsResources({ name, id, service, details }: Kept<'AWS'>): Written {
  const { region, serviceRegion, vpcId, subnetIds, groupIds, privateDns, tags } = details;
  const body = {
    vpc_id: vpcId,
    service_name: service,
    ...(serviceRegion === undefined ? {} : { service_region: serviceRegion }),
    vpc_endpoint_type: 'Interface',
    subnet_ids: subnetIds,
    security_group_ids: groupIds,
    private_dns_enabled: privateDns,
    tags,
  };
  const endpoint = { type: 'aws_vpc_endpoint', name: resourceName(name), id, body };
  return imported([endpoint], `# The AWS provider must be configured for ${region}.\n`);
}

/** registry.terraform.io/providers/hashicorp/azurerm, resource azurerm_private_endpoint: imported by its resource id. */
function azureResources({ name, id, service, details }: Kept<'AZURE'>): Written {
  const { connection } = details;
  const body = {
    name: details.name,
    resource_group_name: details.resourceGroup,
    location: details.location,
    subnet_id: details.subnetId,
    private_service_connection: {
      block: {
        name: connection.name,
        private_connection_resource_id: service,
        is_manual_connection: true,
        ...(connection.requestMessage === undefined ? {} : { request_message: connection.requestMessage }),
      },
    },
    tags: details.tags,
  };
  return imported([{ type: 'azurerm_private_endpoint', name: resourceName(name), id, body }]);
}

/**
 * registry.terraform.io/providers/hashicorp/google, resources google_compute_address and google_compute_forwarding_rule: imported by their
 * names from `projects/` on. A rule of Private Service Connect has an empty load balancing scheme.
 */
function googleResources({ name, details: { project, region, pieces } }: Kept<'GCP'>): Written {
  const place = { project, region };
  const resources = pieces.flatMap(({ address, rule }, index): readonly Existing[] => {
    const own = resourceName(pieces.length === 1 ? name : `${name}_${index}`);
    return [
      {
        type: 'google_compute_address',
        name: own,
        id: `projects/${project}/regions/${region}/addresses/${address.name}`,
        body: {
          ...place,
          name: address.name,
          address_type: 'INTERNAL',
          address: address.ipAddress,
          subnetwork: address.subnetwork,
        },
      },
      {
        type: 'google_compute_forwarding_rule',
        name: own,
        id: `projects/${project}/regions/${region}/forwardingRules/${rule.name}`,
        body: {
          ...place,
          name: rule.name,
          network: rule.network,
          ip_address: { expression: `google_compute_address.${own}.id` },
          target: rule.target,
          load_balancing_scheme: '',
          allow_psc_global_access: rule.globalAccess,
          labels: rule.labels,
        },
      },
    ];
  });
  return imported(resources);
}

/** HashiCorp Terraform, and what reads its language, such as OpenTofu. */
export const terraform = {
  title: 'Terraform',
  writers: { AWS: awsResources, AZURE: azureResources, GCP: googleResources },
} as const satisfies Engine;

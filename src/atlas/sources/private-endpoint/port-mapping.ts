import type { FlagValues } from '../../../cloud/flags/flag.ts';
import { readFlags } from '../../../cloud/gcp/flags.ts';
import { LEGACY_END } from '../../../cloud/gcp/service.ts';
import type { EndpointState } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { readCrd, readPublishedSchema } from '../../operator/capabilities.ts';
import type { Run } from '../../run.ts';

/** What is to be known of an endpoint besides its state. */
export type Concerns = Pick<EndpointState, 'warning' | 'mismatch'>;

type GcpItem = NonNullable<NonNullable<AtlasPrivateEndpoint['spec']>['gcpConfiguration']>[number];

const end = `Atlas retires services without port mapping on ${LEGACY_END}`;

/**
 * What is to be known of an endpoint on Google Cloud: whether its service maps ports, which the number of its attachments tells with every
 * operator, and whether its group is one that the operator can keep.
 * @param id the group in the spec; undefined for an endpoint that is still to be linked
 */
export function portMappingConcerns(
  { metadata, spec, status }: AtlasPrivateEndpoint,
  id: string | undefined,
): Concerns {
  const { length } = status?.serviceAttachmentNames ?? [];
  const asked = spec?.portMappingEnabled === true;
  const edit = `kubectl edit atlasprivateendpoint/${metadata.name} -n ${metadata.namespace ?? ''}`;
  if (length > 1 && asked) {
    const reason = `asks for port mapping, but the operator has taken over a service of the region that has none (${length} service attachments)`;
    const warning = `its spec ${reason}; ${end}`;
    if (id !== undefined) return { warning };
    const hint = `${end}: delete that service in Atlas, with whatever connects through it, and the operator creates another; or set spec.portMappingEnabled to false to connect to it until then: ${edit}`;
    return { warning, mismatch: { reason, hint } };
  }
  if (length === 1) return groupConcerns(spec?.gcpConfiguration ?? [], id, edit);
  if (length > 1) return { warning: `its service has no port mapping, and ${end}` };
  return asked ? {} : { warning: `its spec does not ask for port mapping (spec.portMappingEnabled), and ${end}` };
}

/**
 * Of a service that maps ports Atlas knows an endpoint by the name of its rule, and the operator by that of its group: where they differ it
 * makes the endpoint and deletes it again with each pass (operator v2.15.0, seen; internal/translation/privateendpoint/conversion.go).
 */
function groupConcerns(items: readonly GcpItem[], id: string | undefined, edit: string): Concerns {
  const item = items.find(({ groupName }) => id !== undefined && groupName === id);
  if (item === undefined) return {};
  const [rule, another] = item.endpoints ?? [];
  if (rule?.name === id && another === undefined) return {};
  const reason =
    another === undefined
      ? `is the group "${id}" of the forwarding rule "${rule?.name ?? ''}", but with port mapping a group must have the name of its rule: otherwise the operator would create and delete it again and again`
      : `lists ${item.endpoints?.length} forwarding rules, but with port mapping a group has only one`;
  const hint = `give groupName and the one endpoint the name of the forwarding rule: ${edit}`;
  return { warning: `it ${reason}`, mismatch: { reason, hint } };
}

/**
 * Refuses to ask an operator for port mapping that does not know of it: operators before 2.15.0 would make a service without.
 * @throws UserError with what there is instead
 */
export async function refuseUnmapped({ spec }: AtlasPrivateEndpoint, { client, time }: Run): Promise<void> {
  if (spec?.portMappingEnabled !== true) return;
  const schema =
    (await readCrd(client, 'atlasprivateendpoints', time.signal)) ?? (await readPublishedSchema(client, time.signal));
  if (schema === undefined || schema.includes('portMappingEnabled')) return;
  throw new UserError(
    `this cluster's operator is older than 2.15.0 and creates only services without port mapping, and ${end}`,
    {
      hint: `upgrade the operator and its CRDs; or create such a service until then with --legacy-until ${LEGACY_END}`,
    },
  );
}

/** What is said of --legacy-until for an object that asks for port mapping. */
export function unappliedLegacy({ metadata, spec }: AtlasPrivateEndpoint, flags: FlagValues): Hint | undefined {
  if (spec?.portMappingEnabled !== true || readFlags(flags)['legacy-until'] === undefined) return undefined;
  const { name, namespace } = metadata;
  const source = `atlasprivateendpoint/${name}`;
  return [
    `--legacy-until is not applied: ${source} exists and asks for port mapping (spec.portMappingEnabled); for a service without port mapping, delete the object with: `,
    { verb: 'delete', source, namespace },
    '  and run the same command again',
  ];
}

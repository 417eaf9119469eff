import type { EndpointState, Phase } from '../../../core/endpoint.ts';
import { declaredBy, offersEndpoints } from './item-forms.ts';
import { becameFlex, migratedReason } from './migrated.ts';
import type { AtlasDeployment, ServerlessEndpointSpec, ServerlessEndpointStatus } from '../../api/deployment.ts';
import { nonEmpty } from '../../../core/outside-values.ts';

/**
 * The phases for Atlas's states, which the operator copies (operator v1.6.0:pkg/controller/atlasdeployment/
 * serverless_private_endpoint.go; the order RESERVATION_REQUESTED, RESERVED, INITIATING, AVAILABLE is in v2.7.0's file).
 */
function phaseOf(status: string, hasId: boolean): Phase | undefined {
  switch (status) {
    case 'RESERVATION_REQUESTED':
      return 'Reserving';
    case 'RESERVED':
      return hasId ? 'Linking' : 'Reserved';
    case 'INITIATING':
      return 'Linking';
    case 'AVAILABLE':
      return 'Available';
    case 'FAILED':
      return 'Failed';
    case 'DELETING':
      return 'Deleting';
    default:
      return undefined;
  }
}

/**
 * Operators up to 2.2.0 write FAILED if Atlas refuses a request, and try again ten seconds later (v2.2.0:pkg/controller/
 * atlasdeployment/serverless_private_endpoint.go, createSPE and connectSPE): nothing has failed in Atlas then.
 */
export const retriedErrors = [
  'failed to create serverless private endpoint: ',
  'failed to connect serverless private endpoint: ',
] as const;

/**
 * The provider of the deployment. Operators 1.x accept `providerName: AWS` and move it to backingProviderName in memory
 * (v1.6.0:pkg/api/v1/atlasdeployment_types.go); the providerName SERVERLESS is not a cloud.
 */
export function providerOf({ spec }: AtlasDeployment): string | undefined {
  const { backingProviderName, providerName } = spec?.serverlessSpec?.providerSettings ?? {};
  return nonEmpty(backingProviderName) ?? (providerName === 'SERVERLESS' ? undefined : nonEmpty(providerName));
}

function join(
  label: string,
  spec: ServerlessEndpointSpec | undefined,
  status: ServerlessEndpointStatus | undefined,
  { provider, migrated }: { readonly provider: string | undefined; readonly migrated: boolean },
): EndpointState {
  const { id: declaredId, attachment } = declaredBy(spec ?? {}, provider);
  const unsupported = migrated || (provider !== undefined && !offersEndpoints(provider));
  const state = nonEmpty(status?.status);
  const error = migrated ? migratedReason : nonEmpty(status?.errorMessage);
  const linking = declaredId !== undefined;
  const known =
    state === undefined
      ? 'Declared'
      : retriedErrors.some((begins) => error?.startsWith(begins))
        ? linking
          ? 'Linking'
          : 'Reserving'
        : phaseOf(state, linking);
  return {
    label,
    declared: spec !== undefined,
    phase: unsupported ? 'Unsupported' : known,
    state,
    service: nonEmpty(status?.endpointServiceName) ?? nonEmpty(status?.privateLinkServiceResourceId),
    declaredId,
    attachment,
    linkedId: nonEmpty(status?.cloudProviderEndpointId),
    error,
  };
}

/**
 * The endpoints of a serverless deployment: spec and status joined by name, which is what identifies them in all operator versions.
 * Operators from 2.2.1 on write the status in random order, so what is only in the status is sorted.
 */
export function serverlessEndpoints(deployment: AtlasDeployment): readonly EndpointState[] {
  const items = deployment.spec?.serverlessSpec?.privateEndpoints ?? [];
  const entries = deployment.status?.serverlessPrivateEndpoints ?? [];
  const of = { provider: providerOf(deployment), migrated: becameFlex(deployment) };
  const declared = items.map((item) => {
    const label = item.name ?? '';
    // Operators up to 2.2.0 give a duplicate a FAILED entry of its own; the first entry is the endpoint's.
    const entry = entries.find((candidate) => (candidate.name ?? '') === label);
    return join(label, item, entry, of);
  });
  const named = new Set(declared.map((endpoint) => endpoint.label));
  const left = entries
    .filter((entry) => !named.has(entry.name ?? ''))
    .map((entry) => join(entry.name ?? '', undefined, entry, of))
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  return [...declared, ...left];
}

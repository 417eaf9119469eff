import { awsAttachment } from '../../../cloud/aws/attachment.ts';
import { azureAttachment } from '../../../cloud/azure/attachment.ts';
import type { FlagValues } from '../../../cloud/flags/flag.ts';
import { gcpAttachment } from '../../../cloud/gcp/attachment.ts';
import { readFlags } from '../../../cloud/gcp/flags.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import { joinParts } from '../../../core/endpoint.ts';
import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { nonEmpty } from '../../../core/outside-values.ts';
import type { ServicePlace } from '../../../cloud/facts.ts';
import { type Writer, writeAttachment } from '../attachment-form.ts';
import { type Concerns, portMappingConcerns } from './port-mapping.ts';

type Spec = NonNullable<AtlasPrivateEndpoint['spec']>;
type Status = NonNullable<AtlasPrivateEndpoint['status']>;

/** A cloud endpoint in the spec. */
export interface Listed {
  readonly id: string;
  /** Undefined while a part of it is missing. */
  readonly attachment: Attachment | undefined;
}

type Item = Readonly<Record<string, unknown>>;

/** Where a cloud's endpoints are in the spec, and in what form. */
interface SpecList<K extends CloudKind> extends Writer<K, Item> {
  readonly name: keyof Spec;
  /** The field that identifies an item to the operator. */
  readonly key: string;
  read(spec: Spec): readonly Listed[];
  /** What the status calls the service; undefined before there is one. */
  service(status: Status): string | undefined;
  /** JSONPath of that, of an object with one endpoint for the whole service. */
  readonly servicePath: string;
  /** What the spec of a new object says besides its provider and region. */
  described(flags: FlagValues): Partial<Spec>;
  /** What is to be known of an endpoint besides its state. @param id as the spec has it; undefined before it is linked */
  concerns(object: AtlasPrivateEndpoint, id: string | undefined): Concerns;
}

/** The table of the clouds' lists. */
export type SpecLists = { readonly [K in CloudKind]: SpecList<K> };

/** The list of each cloud (operator v2.15.0:api/v1/atlasprivateendpoint_types.go). */
const specLists = {
  AWS: {
    name: 'awsConfiguration',
    key: 'id',
    read: ({ awsConfiguration }) =>
      (awsConfiguration ?? []).map(({ id = '' }) => ({ id, attachment: awsAttachment(id) })),
    write: ({ id }) => ({ id }),
    service: ({ serviceName }) => nonEmpty(serviceName),
    servicePath: '.status.serviceName',
    described: () => ({}),
    concerns: () => ({}),
  },
  AZURE: {
    name: 'azureConfiguration',
    key: 'id',
    read: ({ azureConfiguration }) =>
      (azureConfiguration ?? []).map(({ id = '', ipAddress }) => ({ id, attachment: azureAttachment(id, ipAddress) })),
    write: ({ id, ipAddress }) => ({ id, ipAddress }),
    service: ({ resourceId }) => nonEmpty(resourceId),
    servicePath: '.status.resourceId',
    described: () => ({}),
    concerns: () => ({}),
  },
  GCP: {
    name: 'gcpConfiguration',
    key: 'groupName',
    read: ({ gcpConfiguration }) =>
      (gcpConfiguration ?? []).map(({ projectId, groupName = '', endpoints = [] }) => ({
        id: groupName,
        attachment: gcpAttachment(projectId, groupName, endpoints),
      })),
    write: ({ projectId, groupName, endpoints }) => ({ projectId, groupName, endpoints }),
    service: ({ serviceAttachmentNames }) => joinParts(serviceAttachmentNames ?? []),
    servicePath: '.status.serviceAttachmentNames[*]',
    described: (flags) => (readFlags(flags)['legacy-until'] === undefined ? { portMappingEnabled: true } : {}),
    concerns: portMappingConcerns,
  },
} as const satisfies SpecLists;

/** The cloud endpoints that the spec lists. Only those of the object's provider count for the operator. */
export function configured({ spec = {} }: AtlasPrivateEndpoint): readonly Listed[] {
  const { provider = '' } = spec;
  return isServed(provider) ? specLists[provider].read(spec) : [];
}

/** What the status calls the service of the object; undefined before there is one. */
export function serviceOf({ spec = {}, status = {} }: AtlasPrivateEndpoint): string | undefined {
  return isServed(spec.provider) ? specLists[spec.provider].service(status) : undefined;
}

/** Where the status has the service. @throws Error for an unsupported cloud, which the source refuses earlier */
export function servicePlaceOf({ spec = {} }: AtlasPrivateEndpoint): ServicePlace {
  if (!isServed(spec.provider)) throw new Error(`asked for the service of an endpoint for ${spec.provider}`);
  const path = specLists[spec.provider].servicePath;
  return { output: `jsonpath={${path}}`, several: path.endsWith('[*]') && spec.portMappingEnabled !== true };
}

/** What is to be known of an endpoint of the object besides its state. @param id as the spec has it; undefined before it is linked */
export function concernsOf(object: AtlasPrivateEndpoint, id: string | undefined): Concerns {
  const { provider } = object.spec ?? {};
  return isServed(provider) ? specLists[provider].concerns(object, id) : {};
}

/** What the spec of a new object says besides its provider and region, as the flags ask for it. */
export function describedSpec(provider: string, flags: FlagValues): Partial<Spec> {
  return isServed(provider) ? specLists[provider].described(flags) : {};
}

/** The list of the object's cloud. @throws Error for an unsupported cloud, which the source refuses earlier */
export function listFor({ spec = {} }: AtlasPrivateEndpoint): Pick<SpecList<CloudKind>, 'name' | 'key'> {
  if (!isServed(spec.provider)) throw new Error(`asked to write an endpoint for ${spec.provider}`);
  return specLists[spec.provider];
}

/** The list item for an attachment. */
export function itemFor(attachment: Attachment): Item {
  return writeAttachment<Item>(specLists, attachment);
}

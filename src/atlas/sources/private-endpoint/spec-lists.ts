import { awsAttachment } from '../../../cloud/aws/attachment.ts';
import { azureAttachment } from '../../../cloud/azure/attachment.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { type Writer, writeAttachment } from '../attachment-form.ts';

type Spec = NonNullable<AtlasPrivateEndpoint['spec']>;

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
  },
  AZURE: {
    name: 'azureConfiguration',
    key: 'id',
    read: ({ azureConfiguration }) =>
      (azureConfiguration ?? []).map(({ id = '', ipAddress }) => ({ id, attachment: azureAttachment(id, ipAddress) })),
    write: ({ id, ipAddress }) => ({ id, ipAddress }),
  },
} as const satisfies SpecLists;

/** The lists of clouds that this program does not support: they are shown but never written. */
const shownOnly: Readonly<Record<string, (spec: Spec) => readonly Listed[]>> = {
  GCP: ({ gcpConfiguration }) =>
    (gcpConfiguration ?? []).map(({ groupName = '' }) => ({ id: groupName, attachment: undefined })),
};

/** The cloud endpoints in the spec. The operator considers only the list of the object's provider. */
export function configured({ spec = {} }: AtlasPrivateEndpoint): readonly Listed[] {
  const { provider = '' } = spec;
  return isServed(provider) ? specLists[provider].read(spec) : (shownOnly[provider]?.(spec) ?? []);
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

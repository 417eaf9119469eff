import { awsAttachment } from '../../../cloud/aws/attachment.ts';
import { azureAttachment } from '../../../cloud/azure/attachment.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { isServed } from '../../../cloud/table.ts';
import type { Attachment } from '../../../core/cloud-endpoint.ts';
import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { type Writer, writeAttachment } from '../attachment-form.ts';

type Spec = NonNullable<AtlasPrivateEndpoint['spec']>;

/** A cloud endpoint as the spec lists it. */
export interface Listed {
  readonly id: string;
  /** Undefined while a part of it is missing. */
  readonly attachment: Attachment | undefined;
}

type Item = Readonly<Record<string, unknown>>;

/** Where a cloud's endpoints stand in the spec, and in what form. */
interface SpecList<K extends CloudKind> extends Writer<K, Item> {
  readonly name: keyof Spec;
  /** The field of an item that the operator knows it by. */
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

/** Lists of clouds on which this program makes no endpoints: they are shown, and never written. */
const shownOnly: Readonly<Record<string, (spec: Spec) => readonly Listed[]>> = {
  GCP: ({ gcpConfiguration }) =>
    (gcpConfiguration ?? []).map(({ groupName = '' }) => ({ id: groupName, attachment: undefined })),
};

/** The cloud endpoints that the spec lists. Only those of the object's provider count for the operator. */
export function configured({ spec = {} }: AtlasPrivateEndpoint): readonly Listed[] {
  const { provider = '' } = spec;
  return isServed(provider) ? specLists[provider].read(spec) : (shownOnly[provider]?.(spec) ?? []);
}

/** The list of the object's cloud. @throws Error for a cloud that is not served, which the source refuses before */
export function listFor({ spec = {} }: AtlasPrivateEndpoint): Pick<SpecList<CloudKind>, 'name' | 'key'> {
  if (!isServed(spec.provider)) throw new Error(`an endpoint was to be written for ${spec.provider}`);
  return specLists[spec.provider];
}

/** The item of a list that says an attachment. */
export function itemFor(attachment: Attachment): Item {
  return writeAttachment<Item>(specLists, attachment);
}

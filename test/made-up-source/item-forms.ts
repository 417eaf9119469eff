import { type Declared, type Form, writeAttachment } from '../../src/atlas/sources/attachment-form.ts';
import { awsAttachment } from '../../src/cloud/aws/attachment.ts';
import type { CloudKind } from '../../src/cloud/kind.ts';
import { isServed } from '../../src/cloud/table.ts';
import type { Attachment } from '../../src/core/cloud-endpoint.ts';
import { nonEmpty } from '../../src/core/outside-values.ts';

/** An item of a tunnel. What else it says of a cloud endpoint is its cloud's business. */
export interface Door {
  readonly name?: string;
  readonly endpoint?: string;
  readonly landing?: Readonly<Record<string, unknown>>;
}

/** How a door says a cloud's endpoint; undefined for a cloud to which no tunnel leads. */
const itemForms = {
  AWS: {
    read: ({ endpoint }) => ({ id: nonEmpty(endpoint), attachment: awsAttachment(endpoint) }),
    write: ({ id }) => ({ endpoint: id }),
  },
  AZURE: undefined,
  GCP: undefined,
} as const satisfies { readonly [K in CloudKind]: Form<K, Door> | undefined };

/** The cloud endpoint of a door. */
export function declaredBy(door: Door, provider: string): Declared {
  const form: Pick<Form<CloudKind, Door>, 'read'> | undefined = isServed(provider) ? itemForms[provider] : undefined;
  return form?.read(door) ?? { id: nonEmpty(door.endpoint), attachment: undefined };
}

/** The fields of a door that say an attachment. */
export function fieldsFor(attachment: Attachment): Door {
  return writeAttachment<Door>(itemForms, attachment);
}

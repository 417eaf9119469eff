import type { Answer, Call } from './call.ts';
import { checkFields } from './checks.ts';
import { labelFingerprint } from './describe.ts';
import { invalidField, notReady, staleFingerprint } from './errors.ts';
import type { Mutable } from './model.ts';
import { change } from './operations.ts';

export type Labels = Readonly<Record<string, string>>;

const key = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const value = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** The labels of a body. @throws ComputeError 400 for what labels must not be */
export function labelsOf({ body }: Call, field: string): Labels {
  const labels = (body['labels'] ?? {}) as Labels;
  const entries = Object.entries(labels);
  const badKey = entries.find(([name]) => !key.test(name))?.[0];
  if (badKey !== undefined)
    throw invalidField(
      field,
      '',
      `Label key '${badKey}' violates format constraints. The key must start with a lowercase character, can only contain lowercase letters, numeric characters, underscores and dashes. The key can be at most 63 characters long. International characters are allowed.`,
    );
  const badValue = entries.find(([, text]) => !value.test(text))?.[1];
  if (badValue !== undefined)
    throw invalidField(
      field,
      '',
      `Label value '${badValue}' violates format constraints. The value can only contain lowercase letters, numeric characters, underscores and dashes. The value can be at most 63 characters long. International characters are allowed.`,
    );
  if (entries.length > 64) throw invalidField(field, '', 'A resource can have at most 64 labels.');
  return labels;
}

/** setLabels: replaces all labels of a resource, if they are still those whose fingerprint the request has. */
export function setLabels(call: Call, resource: Mutable): Answer {
  checkFields(call, 'region_set_labels_request_resource', ['labels', 'labelFingerprint']);
  const labels = labelsOf(call, 'labels');
  if (resource.busy !== undefined) throw notReady(resource.name);
  if (call.body['labelFingerprint'] !== labelFingerprint(resource))
    throw staleFingerprint('Labels fingerprint either invalid or resource labels have changed');
  const succeed = (): void => {
    resource.labels = labels;
  };
  return change(call, resource, { type: 'setLabels', takesMs: call.delays.labelsMs, succeed });
}

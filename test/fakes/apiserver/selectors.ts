import { badRequest } from './statuses.ts';
import type { Stored } from './store.ts';

/** Whether labels match a label selector: equality and set forms, joined by commas. */
export function matchesLabels(selector: string | undefined, labels: Readonly<Record<string, string>> = {}): boolean {
  if (selector === undefined || selector === '') return true;
  return (selector.match(/[^,(]+(\([^)]*\))?/g) ?? []).every((text) => {
    const requirement = text.trim();
    const set = /^([^\s!=]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(requirement);
    if (set !== null) {
      const [, key = '', how, list = ''] = set;
      const listed = list.split(',').map((item) => item.trim());
      return listed.includes(labels[key] ?? '\0') === (how === 'in');
    }
    const equality = /^([^!=]+)(==|!=|=)(.*)$/.exec(requirement);
    if (equality !== null) {
      const [, key = '', how, value] = equality;
      return (labels[key.trim()] === value?.trim()) === (how !== '!=');
    }
    return requirement.startsWith('!') ? labels[requirement.slice(1)] === undefined : labels[requirement] !== undefined;
  });
}

/** Whether an object matches a field selector; only metadata.name and metadata.namespace are fields. */
export function matchesFields(selector: string | undefined, object: Stored): boolean {
  if (selector === undefined || selector === '') return true;
  return selector.split(',').every((requirement) => {
    const [field, value] = requirement.split(/==?/);
    if (field === 'metadata.name') return object.metadata.name === value;
    if (field === 'metadata.namespace') return object.metadata.namespace === value;
    throw badRequest(`field label not supported: ${field}`);
  });
}

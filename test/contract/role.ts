import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Rule } from '../fakes/apiserver/access.ts';

export interface Role {
  readonly metadata: { readonly name: string };
  readonly rules: readonly Omit<Rule, 'namespaces'>[];
}

/** The Role that the README gives to who uses the plugin. */
export function pluginRole(): Role {
  return load(readFileSync(new URL('../../rbac/role.yaml', import.meta.url), 'utf8')) as Role;
}

/** One verb on one resource: what can be taken away on its own. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

export function rightsOf(role: Role): readonly Right[] {
  return role.rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
}

export function ruleOf({ group, resource, verb }: Right): Omit<Rule, 'namespaces'> {
  return { apiGroups: [group], resources: [resource], verbs: [verb] };
}

/** How a command that cannot go on without a right begins. */
export const refusal = /^Error from server \(Forbidden\): /m;

/** The hint for a right that is missing. */
export function hint({ group, resource, verb }: Right, namespace: string): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  return `hint: the missing permission is "${verb}" on ${what} in namespace ${namespace}; docs/permissions.md has the whole Role. Check with: kubectl auth can-i ${verb} ${what} -n ${namespace}\n`;
}

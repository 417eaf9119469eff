import { randomUUID } from 'node:crypto';

/** A rule as RBAC has it; `*` stands for all. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** All namespaces and the cluster itself when left out: a ClusterRoleBinding. */
  readonly namespaces?: readonly string[];
}

export interface Wanted {
  readonly verb: string;
  readonly group: string;
  /** With the subresource: `atlasdeployments/status`. */
  readonly resource: string;
  readonly namespace: string | undefined;
}

/** An item, or the `*` that stands for every one. */
function has(list: readonly string[], item: string): boolean {
  return list.includes('*') || list.includes(item);
}

/** Who sends no credentials (apiserver pkg/authentication/user/user.go); servers that forbid this answer 401. */
export const ANONYMOUS = 'system:anonymous';

/** Who may do what: bearer tokens, and RBAC that denies by default. */
export class Access {
  readonly adminToken = randomUUID();
  readonly #users = new Map<string, { readonly name: string; readonly rules: readonly Rule[] }>();

  constructor() {
    this.#users.set(this.adminToken, { name: 'admin', rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] });
  }

  /** @returns the user's token */
  add(name: string, rules: readonly Rule[]): string {
    const token = randomUUID();
    this.#users.set(token, { name, rules });
    return token;
  }

  /** The user of an Authorization header, the anonymous one without a header; undefined for an unknown token. */
  userOf(authorization: string | undefined): string | undefined {
    if (authorization === undefined) return ANONYMOUS;
    return this.#users.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')?.name;
  }

  /** Whether the user may read every path, as those in system:masters may. */
  allowsAll(user: string): boolean {
    return this.allows(user, { verb: '*', group: '*', resource: '*', namespace: undefined });
  }

  allows(user: string, wanted: Wanted): boolean {
    return [...this.#users.values()]
      .filter(({ name }) => name === user)
      .flatMap(({ rules }) => rules)
      .some(
        (rule) =>
          has(rule.verbs, wanted.verb) &&
          has(rule.apiGroups, wanted.group) &&
          has(rule.resources, wanted.resource) &&
          (rule.namespaces === undefined || (wanted.namespace !== undefined && has(rule.namespaces, wanted.namespace))),
      );
  }
}

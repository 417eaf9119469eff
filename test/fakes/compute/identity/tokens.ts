import { randomUUID } from 'node:crypto';

/** Whose token it is, and for what. */
export interface Token {
  /** An e-mail address, or the name of a federated identity. */
  readonly principal: string;
  readonly scopes: readonly string[];
}

export const CLOUD_SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const COMPUTE_SCOPE = 'https://www.googleapis.com/auth/compute';

/** Seconds that a token is said to last. */
export const LASTS = 3_599;

/** The access tokens that the fake has given out. They last until they are revoked, whatever the clock says. */
export class Tokens {
  readonly #issued = new Map<string, Token>();

  issue(principal: string, scopes: readonly string[]): string {
    const text = `ya29.fake-${randomUUID()}`;
    this.#issued.set(text, { principal, scopes });
    return text;
  }

  /** The token of an `Authorization` header; undefined for one that was not given out here, or that was revoked. */
  read(authorization: string | undefined): Token | undefined {
    return this.#issued.get(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  }

  /** Makes every token of now worthless, as if its time were over. */
  revoke(): void {
    this.#issued.clear();
  }
}

/** Whether a token's scopes are enough for a request to Compute Engine. */
export function mayUseCompute({ scopes }: Token, method: string): boolean {
  const enough = [CLOUD_SCOPE, COMPUTE_SCOPE, ...(method === 'GET' ? [`${COMPUTE_SCOPE}.readonly`] : [])];
  return scopes.some((scope) => enough.includes(scope));
}

import type { CloudEndpoint } from '../core/cloud-endpoint.ts';
import { UserError } from '../core/errors.ts';

/**
 * How many looks in a row may show an endpoint as it was before its deletion: what a cloud accepts is not seen everywhere at once
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, "Eventual consistency"). A minute on AWS, two on Azure.
 */
const LAG_LOOKS = 12;

/** Tells a deletion that goes on from one that has failed, by what was seen of the endpoint before. One for each provider. */
export class Removals {
  readonly #seen = new Map<string, { deleting: boolean; standing: number }>();

  /** Forgets what was seen: a deletion begins. */
  begin(id: string): void {
    this.#seen.delete(id.toLowerCase());
  }

  /**
   * Whether the deletion is over.
   * @param endpoint what the cloud shows now; undefined when it shows nothing any more
   * @throws UserError when the endpoint has come back, or never began to go
   */
  isOver(id: string, endpoint: CloudEndpoint | undefined): boolean {
    const seen = this.#seen.get(id.toLowerCase()) ?? { deleting: false, standing: 0 };
    this.#seen.set(id.toLowerCase(), seen);
    if (endpoint === undefined) return true;
    if (endpoint.readiness === 'gone') {
      seen.deleting = true;
      seen.standing = 0;
      return false;
    }
    seen.standing += 1;
    // Failed before the deletion may be what is shown for a moment still; failed after `deleting` is the answer.
    const failed = endpoint.readiness === 'dead' && seen.deleting;
    if (!failed && seen.standing < LAG_LOOKS) return false;
    throw new UserError(
      `the cloud did not delete ${id}: it is ${endpoint.state}${endpoint.reason === undefined ? '' : `: ${endpoint.reason}`}`,
      { hint: `run the same command again, or delete it yourself with: ${endpoint.removeCommand}` },
    );
  }
}

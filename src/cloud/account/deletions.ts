import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';

/**
 * How many looks in a row may show an endpoint as it was before its deletion: what a cloud accepts is not seen everywhere at once
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, "Eventual consistency"). A minute on AWS, two on Azure.
 */
const LAG_LOOKS = 12;

/** What has been seen of a deletion so far. */
interface Deletion {
  deleting: boolean;
  /** Looks in a row that showed no deletion. */
  standing: number;
}

/** The deletions that one provider has begun: tells those that go on from those that have failed, by what was seen before. */
export class Deletions {
  readonly #begun = new Map<string, Deletion>();

  begin(id: string): void {
    this.#begun.set(id.toLowerCase(), { deleting: false, standing: 0 });
  }

  /**
   * What is to be said of an endpoint that the cloud shows: one whose deletion was accepted is `gone`, whether or not it can be seen.
   * @throws UserError when its deletion has failed: it has come back, or never began to go
   */
  judge(endpoint: CloudEndpoint): CloudEndpoint {
    const deletion = this.#begun.get(endpoint.id.toLowerCase());
    if (deletion === undefined) return endpoint;
    if (endpoint.readiness === 'gone') {
      deletion.deleting = true;
      deletion.standing = 0;
      return endpoint;
    }
    deletion.standing += 1;
    // Failed before the deletion may be what is shown for a moment still; failed after `deleting` is the answer.
    const failed = endpoint.readiness === 'dead' && deletion.deleting;
    if (!failed && deletion.standing < LAG_LOOKS)
      return { ...endpoint, readiness: 'gone', state: 'deletion requested' };
    // Asked about once more, it is what it is.
    this.#begun.delete(endpoint.id.toLowerCase());
    throw new UserError(
      `the cloud did not delete ${endpoint.id}: it is ${endpoint.state}${endpoint.reason === undefined ? '' : `: ${endpoint.reason}`}`,
      { hint: ['run the same command again, or delete it yourself with: ', endpoint.removeCommand] },
    );
  }
}

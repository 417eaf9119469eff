import type { CloudEndpoint } from '../../core/cloud-endpoint.ts';
import { UserError } from '../../core/errors.ts';

/**
 * How many polls in a row may show an endpoint as it was before its deletion: what a cloud has accepted is not visible everywhere at once
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, "Eventual consistency"). A minute on AWS, two on Azure.
 */
const LAG_LOOKS = 12;

/** What has been seen of a deletion so far. */
interface Deletion {
  deleting: boolean;
  /** How many polls in a row have shown no deletion. */
  standing: number;
}

/** The deletions that a provider has begun. What was seen before distinguishes those in progress from those that have failed. */
export class Deletions {
  readonly #begun = new Map<string, Deletion>();

  begin(id: string): void {
    this.#begun.set(id.toLowerCase(), { deleting: false, standing: 0 });
  }

  /**
   * The endpoint as it should be reported: while its deletion is in progress it is `gone`, whatever state the cloud still shows.
   * @throws UserError if its deletion has failed: it reappeared, or its state never changed
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
    // An endpoint that had failed before the deletion may be shown so a little longer; a failure after `deleting` is the result.
    const failed = endpoint.readiness === 'dead' && deletion.deleting;
    if (!failed && deletion.standing < LAG_LOOKS)
      return { ...endpoint, readiness: 'gone', state: 'deletion requested' };
    // From now on its state is reported as it is.
    this.#begun.delete(endpoint.id.toLowerCase());
    throw new UserError(
      `the cloud did not delete ${endpoint.id}: it is ${endpoint.state}${endpoint.reason === undefined ? '' : `: ${endpoint.reason}`}`,
      { hint: ['run the same command again, or delete it yourself with: ', endpoint.removeCommand] },
    );
  }
}

import { UserError } from '../../../core/errors.ts';
import type { CloudSettings } from '../../provider.ts';
import { type GcpAttachment, isGcp } from '../attachment.ts';
import { readFlags } from '../flags.ts';
import { type GcpPlacement, projectOfSubnetwork } from '../placement.ts';
import { defaultProject } from './gcloud.ts';

/** In which project Google Cloud is asked: the one that the person names, else that of the subnetwork, the spec, or gcloud. */
export class Projects {
  /** What the source's spec says of its endpoints. */
  readonly attachments: readonly GcpAttachment[];
  readonly #named: string | undefined;
  readonly #placed: string | undefined;
  readonly #standard: string | undefined;

  constructor({ flags, env, attachments }: CloudSettings, placement: GcpPlacement | undefined) {
    this.attachments = attachments.filter(isGcp);
    this.#named = readFlags(flags)['gcp-project'];
    this.#placed = placement === undefined ? undefined : projectOfSubnetwork(placement);
    this.#standard = defaultProject(env);
  }

  /** The project of new endpoints, as far as it is known without asking anybody. */
  get known(): string | undefined {
    return this.#named ?? this.#placed ?? this.#standard ?? this.attachments[0]?.projectId;
  }

  /** @throws UserError when nothing says it */
  get own(): string {
    const { known } = this;
    if (known !== undefined) return known;
    throw new UserError('no Google Cloud project is chosen', {
      hint: 'give it with --gcp-project or GOOGLE_CLOUD_PROJECT, or choose it with: gcloud config set project PROJECT',
    });
  }

  /** The project of an endpoint: the spec says it of those that it lists. */
  of(id: string): string {
    return this.attachments.find(({ groupName }) => groupName === id)?.projectId ?? this.own;
  }

  /** Those in which the source may have endpoints, in words; undefined if the user names the only one. */
  get words(): string | undefined {
    if (this.#named !== undefined) return undefined;
    const { all } = this;
    return `the Google Cloud project${all.length === 1 ? '' : 's'} ${all.join(' and ')}`;
  }

  /** Every project in which the source may have endpoints. */
  get all(): readonly string[] {
    if (this.#named !== undefined) return [this.#named];
    const placed = this.#placed === undefined ? [] : [this.#placed];
    const known = new Set([...placed, ...this.attachments.map(({ projectId }) => projectId)]);
    return known.size > 0 ? [...known] : [this.own];
  }
}

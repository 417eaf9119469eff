import type { Attachment } from '../core/cloud-endpoint.ts';
import type { AttachmentWords } from './attachment-words.ts';
import type { AttachmentFlag, CloudFlags, FlagValues } from './flags/flag.ts';
import type { AttachmentOf, CloudKind } from './kind.ts';
import type { Placement } from './placement.ts';
import type { CloudProvider, CloudSettings } from './provider.ts';

/** What can be said of a cloud without loading its SDK. Each cloud's folder has one, and the table names them all. */
export interface CloudFacts<K extends CloudKind = CloudKind> {
  /** As Atlas names it. */
  readonly kind: K;
  /** As messages name it. */
  readonly name: string;
  /** What the nodes' providerIDs begin with here. */
  readonly nodePlatform: string;
  /** Whether Atlas gives up a dedicated cluster's service with its last endpoint (operator PR 1916). */
  readonly serviceGoesWithLastEndpoint: boolean;

  /** The flags with which an endpoint is placed and the account is chosen. */
  readonly flags: CloudFlags;
  /** The flags with which a person would place an endpoint, for the "next command" hints. */
  readonly placementHint: string;
  /** The flag that says best where the cloud is to be asked, for hints: such as `--region REGION`. */
  readonly whereHint: string;
  /** The placement that the flags ask for, or undefined without any. @throws UserError for a malformed or incomplete one */
  placement(flags: FlagValues): Placement | undefined;

  /** The flags with which a person gives, beside --id, what Atlas has to be told. All of them are needed. */
  readonly attachmentFlags: Readonly<Record<string, AttachmentFlag>>;
  /** By what an endpoint is linked, as it reads after "linked by": such as `its id alone`. */
  readonly linkedBy: string;
  /**
   * What --id and the flags for it say; undefined while a part is missing.
   * @throws UserError for a malformed part, or one without --id
   */
  attachmentOf(flags: FlagValues): AttachmentOf<K> | undefined;
  /** What an attachment of this cloud has beside the id; undefined where the id is all there is, and for another cloud's. */
  describeAttachment(attachment: Attachment): AttachmentWords | undefined;
  /** Whether an id has the form that ids have here. */
  isOwnId(id: string): boolean;
  /** @throws UserError for an id that cannot be one of this cloud's endpoints */
  checkId(id: string): void;

  /** A region as Atlas spells it, from Atlas's or the cloud's own spelling. @throws UserError with what there is */
  atlasRegion(text: string): string;
  /** One region in both spellings, for hints. */
  readonly regionExample: { readonly atlas: string; readonly own: string };
  /** A region of Atlas's as --region names it here; undefined where the network of the placement says it. */
  regionFlag(atlasRegion: string): string | undefined;
  /** Whether its endpoints are listed region by region. */
  readonly regional: boolean;

  /** The cloud's own command for a person to create the endpoint by hand. */
  commandHint(service: string): string;
  /** Loads the SDK and returns the account. */
  open(settings: CloudSettings): Promise<CloudProvider>;
}

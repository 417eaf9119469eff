import type { ShellCommand, Word } from '../core/next-command.ts';
import type { Attachment, AttachmentWords, CloudEndpoint, Owner } from '../core/cloud-endpoint.ts';
import type { ScriptCommand } from '../core/script/script.ts';
import type { Checks } from '../core/chain/check.ts';
import type { CheckWords } from '../core/chain/check-words.ts';
import type { Difference } from './flags/differences.ts';
import type { FlagValues } from './flags/flag.ts';
import type { CloudOnCommandLine } from './flags/on-command-line.ts';
import type { AttachmentOf, CloudKind } from './kind.ts';
import type { Placement } from './placement.ts';
import type { CloudProvider, CloudSettings } from './provider.ts';

/** A region as Atlas spells it, and as its cloud does. */
export interface Region {
  readonly atlas: string;
  readonly own: string;
}

/** The checks that only one cloud has, by their codes, and what is said of them. */
interface CloudChecks {
  readonly checks: Checks;
  readonly words: Readonly<Record<string, CheckWords>>;
}

/** Where an object's status has a service. */
export interface ServicePlace {
  /** The value of -o with which kubectl prints it, or its parts with spaces between them. */
  readonly output: string;
  /** Whether there may be several parts. */
  readonly several: boolean;
}

/** The service that a script connects to. */
export interface ScriptedService extends ServicePlace {
  /** As the status says it; undefined before there is one. */
  readonly known: string | undefined;
}

/** A cloud endpoint that a script makes or connects; its id and its owner's uid may be variables. */
export interface ScriptedEndpoint {
  readonly id: string;
  /** Whether the script makes it. */
  readonly isNew: boolean;
  readonly owner: Owner;
  readonly service: ScriptedService;
  /** As Atlas spells it. */
  readonly region: string | undefined;
  /** The network, if the account has said it. */
  readonly network: string | undefined;
  readonly flags: FlagValues;
}

/** What a script reads of the object, into a variable. @param output the value of -o with which kubectl prints it */
export type ReadField = (output: string, into: string) => Extract<ScriptCommand, { readonly run: unknown }>;

/** The commands of a cloud's own command line that do what a plan does. */
export interface CloudScript {
  /**
   * Creates an endpoint, as this program creates it.
   * @param into the variable that takes its id
   * @throws UserError if the flags do not say enough for commands
   */
  create(endpoint: ScriptedEndpoint, into: string, read: ReadField): readonly ScriptCommand[];
  /** Waits until an endpoint can be linked, and reads what Atlas has to be told of it. @throws UserError if no commands can do that */
  awaitLinkable(endpoint: ScriptedEndpoint): readonly ScriptCommand[];
  /** What Atlas is told of an endpoint, after that wait. */
  attachment(endpoint: ScriptedEndpoint): Attachment;
  remove(endpoint: CloudEndpoint, flags: FlagValues): readonly ScriptCommand[];
  awaitGone(endpoint: CloudEndpoint, flags: FlagValues): readonly ScriptCommand[];
}

/** What is known about a cloud without loading its SDK. Each cloud's folder has one, and the table lists them all. */
export interface CloudFacts<K extends CloudKind = CloudKind> extends CloudOnCommandLine<K> {
  /** The scheme of the nodes' providerIDs. */
  readonly nodePlatform: string;
  /** Whether Atlas deletes a dedicated cluster's service with its last endpoint (operator PR 1916). */
  readonly serviceGoesWithLastEndpoint: boolean;

  /** The flags with which a person places an endpoint, with placeholders for their values. */
  readonly placementHint: readonly Word[];
  /** The flag that best says where to search the cloud, for hints, such as `--region REGION`. */
  readonly whereHint: string;
  /** The placement that the flags describe; undefined if they describe none. @throws UserError for a malformed or incomplete one */
  placement(flags: FlagValues): Placement | undefined;

  /** What an endpoint is linked by, as it reads after "linked by", such as `its id alone`. */
  readonly linkedBy: string;
  /**
   * The attachment that --id and its flags describe; undefined if a part is missing.
   * @throws UserError for a malformed part, or one without --id
   */
  attachmentOf(flags: FlagValues): AttachmentOf<K> | undefined;
  /** What an attachment of this cloud has besides the id; undefined if there is only the id, and for another cloud's attachment. */
  describeAttachment(attachment: Attachment): AttachmentWords | undefined;
  /** Whether an id has the form of this cloud's ids. */
  isOwnId(id: string): boolean;
  /** @throws UserError for an id that no endpoint of this cloud can have */
  checkId(id: string): void;

  /** A region in Atlas's spelling, from that or the cloud's own spelling. @throws UserError for an unknown region */
  atlasRegion(text: string): string;
  /** One region in both spellings, for hints. */
  readonly regionExample: Region;
  /** The regions that are known by name, for the completion of a shell. */
  readonly regions: readonly Region[];
  /** A region of Atlas's in the spelling of --region; undefined if something else determines the region. */
  regionFlag(atlasRegion: string): string | undefined;
  /** What says where an endpoint is, where --region does not: such as `the network`. */
  readonly regionSaidBy: string | undefined;
  /** Whether its endpoints are listed region by region. */
  readonly regional: boolean;

  /** The command of the cloud's own CLI that creates the endpoint. @param flags those that say where to act */
  commandHint(service: string, flags: FlagValues): ShellCommand;
  /**
   * The command of the cloud's own CLI that makes an existing endpoint like a flag.
   * @param flags those that say where to act
   * @returns undefined if this can only be said when an endpoint is created
   */
  changeCommand(endpoint: CloudEndpoint, difference: Difference, flags: FlagValues): ShellCommand | undefined;
  /** Loads the commands of the cloud's own CLI that do what a plan does; undefined where nobody has written them. */
  readonly script: (() => Promise<CloudScript>) | undefined;
  /** The checks that only this cloud has. */
  readonly diagnosis: CloudChecks;
  /** Loads the SDK and returns the account. */
  open(settings: CloudSettings): Promise<CloudProvider>;
}

import type { ConsumerRule, NamedRule } from './gcp.ts';

/** A cloud as Atlas names it. */
export type Provider = 'AWS' | 'AZURE' | 'GCP';

/** What a service or an interface becomes instead of AVAILABLE. */
export interface ServiceFailure {
  readonly status: 'FAILED' | 'REJECTED';
  readonly message: string;
}

/** What becomes of the services of a project and their interfaces, and who is told. */
export interface ServiceSettings {
  /** Consulted when a service has been made: by region. */
  readonly failServices: Readonly<Record<string, ServiceFailure>>;
  /** Interfaces that Atlas refuses with 400 when they are posted: by id, with the reason. */
  readonly refuseInterfaces: Readonly<Record<string, string>>;
  /** Consulted when an interface has been posted: by its id. */
  readonly failInterfaces: Readonly<Record<string, ServiceFailure>>;
  /** How many looks an interface takes that is posted from now on, until it is connected. */
  readonly looksToConnect: number;
  /** How many attachments a service on GCP has that does not map ports: Atlas's own default, which a project can have changed. */
  readonly legacyAttachments: number;
  /** Regions whose services on GCP stay in WAITING_FOR_USER. */
  readonly waitForUser: ReadonlySet<string>;
  /** Asked for each rule that an interface on GCP names; every rule is taken to be there while nobody can be asked. */
  readonly findRule: ((rule: NamedRule) => ConsumerRule | undefined) | undefined;
  /** Told by a service that it is there. */
  made(name: string): void;
}

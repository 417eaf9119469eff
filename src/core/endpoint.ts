import type { Attachment } from './cloud-endpoint.ts';

/** How far an endpoint has come: one vocabulary for every source and cloud. */
const phases = [
  'Declared',
  'Reserving',
  'Reserved',
  'Linking',
  'Available',
  'Failed',
  'Deleting',
  'Unsupported',
] as const;

export type Phase = (typeof phases)[number];

/** How a spec and what there is differ, and what a person can do about it. */
export interface Mismatch {
  readonly reason: string;
  readonly hint: string;
}

/** One private endpoint as its source shows it: spec and status joined. */
export interface EndpointState {
  /** What `--endpoint` names. */
  readonly label: string;
  /** False for what Atlas still has but the spec no longer declares. */
  readonly declared: boolean;
  /** Undefined if Atlas uses a word that this program doesn't know: what is unknown is shown as unknown. */
  readonly phase: Phase | undefined;
  /** Atlas's own word, such as RESERVATION_REQUESTED; undefined before the operator has written one. */
  readonly state: string | undefined;
  /** Atlas's side: the AWS endpoint service name, the Azure private link service's resource id, or Google Cloud's service attachments (partsOf). */
  readonly service: string | undefined;
  /** The cloud endpoint's id as the spec gives it. */
  readonly declaredId: string | undefined;
  /** What the spec says about the cloud endpoint; undefined if it names none, or not yet everything that Atlas needs to know. */
  readonly attachment: Attachment | undefined;
  /** The id of the cloud endpoint that Atlas is connected, or connecting, to. */
  readonly linkedId: string | undefined;
  /** Atlas's or the operator's error message. */
  readonly error: string | undefined;
  /** Why waiting is pointless, where it is unknown whether this endpoint or another one failed. */
  readonly blocked?: string;
  /** What a person should know of an endpoint that works or may yet work, such as the day on which Atlas ends it. */
  readonly warning?: string | undefined;
  /** Why nothing more should be done with it: its spec asks for something else than what there is. */
  readonly mismatch?: Mismatch | undefined;
}

/**
 * A service of several parts as one text. They are sorted, so that it is the same text in whatever order Atlas lists them.
 * @returns undefined for a service without any
 */
export function joinParts(parts: readonly string[]): string | undefined {
  const sorted = parts.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return sorted.length === 0 ? undefined : sorted.join(',');
}

/** The parts of a service; most have one, which is the whole. */
export function partsOf(service: string): readonly string[] {
  return service === '' ? [] : service.split(',');
}

/** The cloud endpoint's id: the one in the spec, else the one that Atlas is connected to. */
export function idOf(endpoint: EndpointState | undefined): string | undefined {
  return endpoint?.declaredId ?? endpoint?.linkedId;
}

/** Whether there is a service to connect to. */
export function isReserved(endpoint: EndpointState | undefined): boolean {
  const { phase, service } = endpoint ?? {};
  return service !== undefined && (phase === 'Reserved' || phase === 'Linking' || phase === 'Available');
}

/**
 * Whether the spec says everything that Atlas needs to know. An id alone may not be enough: operators from 2.2.1 on wait for the rest.
 * If an endpoint is available, Atlas has been told everything, whatever the spec still shows.
 */
export function isLinked(endpoint: EndpointState | undefined): boolean {
  if (endpoint?.declaredId === undefined) return false;
  return endpoint.attachment !== undefined || endpoint.phase === 'Available';
}

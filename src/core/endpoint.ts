import type { Attachment } from './cloud-endpoint.ts';

/** Where an endpoint stands: one vocabulary for every source and cloud. */
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

/** One private endpoint as its source shows it: spec and status joined. */
export interface EndpointState {
  /** What `--endpoint` names. */
  readonly label: string;
  /** False for what Atlas still has but the spec no longer declares. */
  readonly declared: boolean;
  /** Undefined when Atlas uses a word that we don't know: what is unknown is shown as unknown. */
  readonly phase: Phase | undefined;
  /** Atlas's own word, such as RESERVATION_REQUESTED; undefined before the operator has written one. */
  readonly state: string | undefined;
  /** Atlas's side: the AWS endpoint service name or the Azure private link service's resource id. */
  readonly service: string | undefined;
  /** The cloud endpoint's id as the spec gives it. */
  readonly declaredId: string | undefined;
  /** What the spec says of the cloud endpoint; undefined where it says nothing of one, or not yet all that Atlas has to know. */
  readonly attachment: Attachment | undefined;
  /** The cloud endpoint's id that Atlas is connected, or connecting, to. */
  readonly linkedId: string | undefined;
  /** Atlas's or the operator's error message. */
  readonly error: string | undefined;
  /** Why waiting for it is in vain, where it is not known to be this endpoint that failed. */
  readonly blocked?: string;
}

/** The cloud endpoint that an endpoint has: the one in the spec, else the one that Atlas is connected to. */
export function idOf(endpoint: EndpointState | undefined): string | undefined {
  return endpoint?.declaredId ?? endpoint?.linkedId;
}

/** Whether the service is there to be connected to. */
export function isReserved(endpoint: EndpointState | undefined): boolean {
  const { phase, service } = endpoint ?? {};
  return service !== undefined && (phase === 'Reserved' || phase === 'Linking' || phase === 'Available');
}

/**
 * Whether the spec says all that Atlas has to know. An id without what belongs to it is not enough: operators from 2.2.1 on wait for
 * the rest. An endpoint that is available has been told all, whatever the spec still shows of it.
 */
export function isLinked(endpoint: EndpointState | undefined): boolean {
  if (endpoint?.declaredId === undefined) return false;
  return endpoint.attachment !== undefined || endpoint.phase === 'Available';
}

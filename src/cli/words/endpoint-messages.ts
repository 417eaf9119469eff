import type { EndpointState, Phase } from '../../core/endpoint.ts';

/** What is going on in each phase, where nothing more is known; nothing that needs saying in some. */
const ordinary: Readonly<Record<Phase, string | undefined>> = {
  Declared: 'waiting for the operator',
  Reserving: 'Atlas is creating the endpoint service',
  Reserved: 'ready for a cloud endpoint',
  Linking: 'Atlas is connecting the cloud endpoint',
  Available: undefined,
  Failed: 'Atlas gives no reason',
  Deleting: 'Atlas is removing it',
  Unsupported: 'Atlas offers no private endpoints here',
};

/** The phases in which an endpoint is about to become available. */
const coming: readonly (Phase | undefined)[] = ['Declared', 'Reserving', 'Linking'];

/** A condition that only repeats that something is in progress, by the end of its reason. */
const merelyInProgress = /^\w+ is False: \w*(Initializing|Pending|Updating|InProgress)\b/;

/**
 * What a person should know about an endpoint: why it failed, where spec and status disagree, or what it waits for.
 * @param progress why it is not ready, according to the object's conditions; undefined if they don't say
 */
export function messageOf(endpoint: EndpointState, progress?: string): string | undefined {
  const { declared, declaredId, linkedId, error, state, phase, warning } = endpoint;
  if (phase === 'Failed' && error !== undefined) return `Atlas: ${error}`;
  if (error !== undefined) return error;
  if (!declared && phase !== 'Deleting') return 'not in the spec';
  if (declaredId !== undefined && linkedId !== undefined && declaredId !== linkedId)
    return `the spec says ${declaredId}, Atlas is connected to ${linkedId}`;
  if (phase === undefined) return `Atlas says ${state}`;
  if (warning !== undefined) return warning;
  const telling = progress !== undefined && coming.includes(phase) && !merelyInProgress.test(progress);
  return telling ? progress : ordinary[phase];
}

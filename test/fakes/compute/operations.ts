import type { Answer, Call, Handler } from './call.ts';
import { invalidField, notFound } from './errors.ts';
import { numberOf, operationName, stamp } from './ids.ts';
import { lastOf, link } from './links.ts';
import type { Mutable, Operation, OperationFailure } from './model.ts';

/** A change of one resource, and what becomes of it. */
export interface Change {
  readonly type: string;
  readonly takesMs: number;
  /** What it is to end with instead of success. */
  readonly failure?: OperationFailure | undefined;
  readonly succeed?: () => void;
  readonly fail?: () => void;
}

/** How long the server remembers a requestId. */
const REMEMBERED_MS = 3_600_000;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const requestKey = ({ method, path }: Call, requestId: string): string => `${method} ${path} ${requestId}`;

/**
 * The operation that an earlier request with the same requestId started, whatever became of it: the request is not carried out again.
 * @throws ComputeError 400 for a requestId that is no UUID, or the zero one
 */
function earlier(call: Call): Operation | undefined {
  const requestId = call.query.get('requestId');
  if (requestId === null) return undefined;
  if (!uuid.test(requestId) || /^[0-]+$/.test(requestId))
    throw invalidField('requestId', requestId, 'The request ID must be a valid UUID, and not the zero UUID.');
  const known = call.google.requestIds.get(requestKey(call, requestId));
  return known !== undefined && call.now < known.createdAt + REMEMBERED_MS ? known : undefined;
}

/** Carries a request out once, however often it comes with the same requestId. */
export function once(handler: Handler): Handler {
  return (call) => {
    const known = earlier(call);
    return known === undefined ? handler(call) : { body: operationBody(known, call.now) };
  };
}

/** What an operation ends with: what the test asked for goes before what the request came to. */
function failureOf({ failure: rule }: Call, failure: OperationFailure | undefined): OperationFailure | undefined {
  if (rule === undefined) return failure;
  const { reason = 'INTERNAL', message = 'It failed.', status = 400 } = rule;
  return { code: reason, message, httpStatus: status };
}

/** Starts an operation on a resource, which is busy until it is over. @returns the answer to the request */
export function change(call: Call, resource: Mutable, { type, takesMs, failure, succeed, fail }: Change): Answer {
  const { google, now, delays, user } = call;
  const requestId = call.query.get('requestId');
  const short = operationName(now, type, resource.name, google.operations.size);
  const runsAt = now + delays.queueMs;
  const operation: Operation = {
    name: `${resource.name.replace(/\/[^/]+\/[^/]+$/, '')}/operations/${short}`,
    id: numberOf('operation', short),
    createdAt: now,
    type,
    target: resource,
    requestId,
    user,
    runsAt,
    doneAt: runsAt + takesMs,
    failure: failureOf(call, failure),
    end: (failed) => {
      resource.busy = undefined;
      (failed ? fail : succeed)?.();
    },
    ended: false,
  };
  google.operations.set(operation.name, operation);
  if (requestId !== null) google.requestIds.set(requestKey(call, requestId), operation);
  resource.busy = operation;
  finish(operation, now);
  return { body: operationBody(operation, now) };
}

/** Does what the operation is to do, once its time is over. */
export function finish(operation: Operation, now: number): void {
  if (operation.ended || now < operation.doneAt) return;
  operation.ended = true;
  operation.end(operation.failure !== undefined);
}

const httpMessages: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  409: 'CONFLICT',
  503: 'SERVICE UNAVAILABLE',
};

/** An operation as the API writes it. */
export function operationBody(operation: Operation, now: number): unknown {
  const { name, id, createdAt, runsAt, doneAt, failure, ended } = operation;
  const [region] = /^projects\/[^/]+\/regions\/[^/]+/.exec(name) ?? [''];
  const errors = failure === undefined ? [] : [failure];
  return {
    kind: 'compute#operation',
    id,
    name: lastOf(name),
    operationType: operation.type,
    targetLink: link(operation.target.name),
    targetId: operation.target.id,
    status: ended ? 'DONE' : now >= runsAt ? 'RUNNING' : 'PENDING',
    user: operation.user,
    progress: ended ? 100 : 0,
    insertTime: stamp(createdAt),
    ...(now >= runsAt ? { startTime: stamp(runsAt) } : {}),
    ...(ended ? { endTime: stamp(doneAt) } : {}),
    ...(operation.requestId === null ? {} : { clientOperationId: operation.requestId }),
    ...(ended && failure !== undefined
      ? {
          error: {
            errors: errors.map(({ code, message, details }) => ({
              code,
              message,
              ...(details === undefined ? {} : { errorDetails: details }),
            })),
          },
          httpErrorStatusCode: failure.httpStatus,
          httpErrorMessage: httpMessages[failure.httpStatus] ?? 'ERROR',
        }
      : {}),
    selfLink: link(name),
    region: link(region),
  };
}

/** The operation that the path names. @throws ComputeError 404 */
export function operationOf(call: Call): Operation {
  const name = `projects/${call.project.id}/regions/${call.param('region')}/operations/${call.param('operation')}`;
  call.permissions.check(['compute.regionOperations.get', name]);
  const { operations } = call.google;
  const operation = operations.get(name) ?? [...operations.values()].find(({ id }) => id === call.param('operation'));
  if (operation === undefined) throw notFound(name);
  return operation;
}

import { createInterface } from 'node:readline';
import type { V1Status } from '@kubernetes/client-node';
import type { Time } from '../core/wait.ts';
import { apiError, type KubeClient, type Selection } from './client.ts';
import { ApiError, ConnectionError } from './errors.ts';
import { type KubeObject, type Resource, apiPath } from './resource.ts';

/**
 * A watch that brings nothing for this long is given up and the list read again: a connection cut by a load balancer stays
 * silent for ever. A server sends a bookmark about every minute (apiserver pkg/storage/cacher/cacher.go, bookmarkFrequency; 61 s
 * apart when tried), but owes nobody one.
 */
const SILENCE_MS = 90_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

export interface FollowOptions extends Selection {
  readonly namespace: string | undefined;
  /** Told once when the API server stops answering, and once when it is back. */
  readonly onConnection?: (text: string) => void;
}

/**
 * The objects of a selection now, and again after every change, for ever: list, then watch from its resourceVersion. It outlives
 * watches that are closed, fall silent or expire (410), and an API server that restarts.
 * @throws what cannot be mended by trying again (401, 403, 404, an untrusted certificate), and the abort of `signal`
 */
export async function* follow<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions,
  time: Time,
  signal: AbortSignal,
): AsyncGenerator<readonly T[], void, undefined> {
  let retryMs = FIRST_RETRY_MS;
  for (;;) {
    const attempt = new AbortController();
    try {
      const list = await client.list<T>(resource, options.namespace, selectionOf(options), signal);
      if (retryMs !== FIRST_RETRY_MS) options.onConnection?.('the connection to the cluster is back');
      retryMs = FIRST_RETRY_MS;
      const objects = new Map(list.items.map((object) => [keyOf(object), object]));
      yield [...objects.values()];
      const until = AbortSignal.any([signal, attempt.signal]);
      const started = time.now();
      for await (const event of watch<T>(client, resource, options, list.metadata.resourceVersion, time, until)) {
        if (event.type === 'DELETED') objects.delete(keyOf(event.object));
        else if (event.type !== 'BOOKMARK') objects.set(keyOf(event.object), event.object);
        if (event.type !== 'BOOKMARK') yield [...objects.values()];
      }
      // A server or a balancer that closes every watch at once must not be asked in a tight loop.
      if (time.now() - started < FIRST_RETRY_MS) await time.sleep(FIRST_RETRY_MS, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const passing = (error instanceof ApiError || error instanceof ConnectionError) && error.passing;
      const expired = error instanceof ApiError && error.code === 410;
      if (!passing && !expired) throw error;
      if (passing) {
        if (retryMs === FIRST_RETRY_MS)
          options.onConnection?.(`the connection to the cluster is lost, trying again: ${error.message}`);
        await time.sleep(retryMs, signal);
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      }
    } finally {
      attempt.abort();
    }
  }
}

/** The events after `resourceVersion`, until the server ends the watch or it falls silent. @throws ApiError 410 when that version is gone */
async function* watch<T extends KubeObject>(
  client: KubeClient,
  resource: Resource,
  options: FollowOptions,
  resourceVersion: string | undefined,
  time: Time,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  const silence = new AbortController();
  const message = await client.transport.open({
    method: 'GET',
    path: apiPath(resource, options.namespace),
    query: { ...selectionOf(options), watch: 'true', allowWatchBookmarks: 'true', resourceVersion },
    signal: AbortSignal.any([signal, silence.signal]),
  });
  if (message.statusCode !== 200) {
    let body = '';
    for await (const chunk of message) body += String(chunk);
    throw apiError({ status: message.statusCode ?? 0, body });
  }
  const lines = createInterface({ input: message, crlfDelay: Infinity });
  let quiet = new AbortController();
  const listenForSilence = (): void => {
    quiet = new AbortController();
    const until = AbortSignal.any([quiet.signal, signal]);
    time.sleep(SILENCE_MS, until).then(
      () => silence.abort(),
      () => undefined,
    );
  };
  try {
    listenForSilence();
    for await (const line of lines) {
      quiet.abort();
      if (line === '') continue;
      const event = JSON.parse(line) as WatchEvent<T>;
      if (event.type === 'ERROR') throw statusError(event.object);
      yield event;
      listenForSilence();
    }
  } catch (error) {
    // A connection that breaks, or is given up, ends the watch and no more: the caller lists again, and what is wrong shows there.
    if (error instanceof ApiError || signal.aborted) throw error;
  } finally {
    quiet.abort();
    lines.close();
    message.destroy();
  }
}

function statusError(object: unknown): ApiError {
  const status = object as V1Status;
  return new ApiError(status.code ?? 500, status, status.message ?? '');
}

function selectionOf({ labelSelector, fieldSelector }: FollowOptions): Selection {
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

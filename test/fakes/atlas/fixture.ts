import { handClock, type HandClock } from '../ec2/fixture.ts';
import { within } from '../../harness/suite.ts';
import { type FakeAtlas, type FakeAtlasOptions, startAtlas } from './server.ts';

export interface Answer {
  readonly status: number;
  /** Empty where there was none. Lists are arrays, which have a length. */
  readonly body: Record<string, unknown> & { readonly length?: number };
}

export interface Bench {
  readonly atlas: FakeAtlas;
  readonly clock: HandClock;
  /** The id of the project `shop`. */
  readonly gid: string;
  /** The services that the clouds were told of. */
  readonly services: string[];
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Below the project. */
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
  readonly patch: (path: string, body: unknown) => Promise<Answer>;
}

/** Runs `body` against a fresh fake that has one project. */
export async function withAtlas(
  body: (bench: Bench) => Promise<void>,
  options: Pick<FakeAtlasOptions, 'findRule'> = {},
): Promise<void> {
  const clock = handClock();
  const services: string[] = [];
  const atlas = await startAtlas({ clock, onService: (name) => void services.push(name), ...options });
  const send: Bench['send'] = async (method, path, content) => {
    const answer = await fetch(`${atlas.url}${path}`, {
      method,
      ...(content === undefined
        ? {}
        : { body: JSON.stringify(content), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };
  try {
    const { body: project } = await send('POST', '/api/atlas/v2/groups', {
      name: 'shop',
      orgId: '65a1f0c2e4b0a1b2c3d4e5f6',
    });
    const gid = String(project['id']);
    const below = (path: string): string => `/api/atlas/v2/groups/${gid}/${path}`;
    const bench: Bench = {
      atlas,
      clock,
      gid,
      services,
      send,
      get: (path) => send('GET', below(path)),
      post: (path, content) => send('POST', below(path), content),
      patch: (path, content) => send('PATCH', below(path), content),
    };
    await within(10_000, 'the body of withAtlas', body(bench));
  } finally {
    await atlas.close();
  }
}

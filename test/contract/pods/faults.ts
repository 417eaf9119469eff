import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeclareTest } from '../../harness/suite.ts';
import { rejection } from '../../harness/suite.ts';
import { addresses } from '../../fakes/pod/namespace.ts';
import type { Behaviour, DnsFault, Name, Plan } from '../../fakes/pod/plan.ts';
import type { RealServer } from '../real-server.ts';
import { eventually } from '../eventually.ts';
import { inBrief, look } from './look.ts';
import { ALIAS, HOST, NODE, type PodWorkplace } from './workplace.ts';

type Change = (plan: Plan) => Plan;

function named(name: string, change: (known: Name) => Name): Change {
  return (plan) => ({ ...plan, names: { ...plan.names, [name]: change(plan.names[name] ?? {}) } });
}

function asking(name: string, type: string, fault: DnsFault): Change {
  return named(name, (known) => ({ ...known, faults: { [type]: fault } }));
}

/** Only the node at 1025 behaves so. */
function behaving(behaviour: Behaviour): Change {
  return (plan) => ({
    ...plan,
    members: plan.members.map((member) => (member.port === 1025 ? { ...member, behaviour } : member)),
  });
}

const healthy = 'open ok 3 hosts';
const all = (port: string): readonly string[] => ['1024', '1025', '1026'].map((each) => `${each} ${port}`);
const second = (port: string): readonly string[] => [`1024 ${healthy}`, `1025 ${port}`, `1026 ${healthy}`];
const names = (srv: string, txt = 'ok', address: string = addresses.first): string =>
  `srv ${srv}, txt ${txt}, ${address}`;

const cases: readonly (readonly [what: string, Change, expected: readonly string[]])[] = [
  [
    'the SRV record does not exist',
    asking(`_mongodb._tcp.${HOST}`, 'SRV', 'nxdomain'),
    [names('notfound'), ...all(healthy)],
  ],
  ['the resolver filters SRV', asking(`_mongodb._tcp.${HOST}`, 'SRV', 'nodata'), [names('nodata'), ...all(healthy)]],
  ['the resolver fails', asking(`_mongodb._tcp.${HOST}`, 'SRV', 'servfail'), [names('servfail'), ...all(healthy)]],
  ['the resolver refuses', asking(`_mongodb._tcp.${HOST}`, 'SRV', 'refused'), [names('refused'), ...all(healthy)]],
  ['the resolver is silent', asking(`_mongodb._tcp.${HOST}`, 'SRV', 'silent'), [names('timeout'), ...all(healthy)]],
  [
    'the answer is cut off over UDP',
    asking(`_mongodb._tcp.${HOST}`, 'SRV', 'truncated'),
    [names('ok'), ...all(healthy)],
  ],
  ['TXT fails, SRV does not', asking(HOST, 'TXT', 'servfail'), [names('ok', 'servfail'), ...all(healthy)]],
  [
    'rebinding protection drops the address',
    asking(NODE, 'A', 'nodata'),
    [names('ok', 'ok', 'nodata'), ...all('unresolved')],
  ],
  [
    'the address is a public one',
    named(ALIAS, () => ({ a: [addresses.public] })),
    [names('ok', 'ok', addresses.public), ...all('refused')],
  ],
  [
    'a security group drops everything',
    named(ALIAS, () => ({ a: [addresses.hole] })),
    [names('ok', 'ok', addresses.hole), ...all('timeout')],
  ],
  [
    'one port is closed',
    (plan) => ({ ...plan, members: plan.members.filter(({ port }) => port !== 1025) }),
    [names('ok'), ...second('refused')],
  ],
  ['no TLS answer', behaving('silent'), [names('ok'), ...second('open timeout')]],
  ['TLS alert 80', behaving('alert'), [names('ok'), ...second('open alert 80')]],
  ['closed before TLS is there', behaving('closed'), [names('ok'), ...second('open closed')]],
  ['a certificate for other hosts', behaving('wrong-host'), [names('ok'), ...second('open wrong-host')]],
  ['a certificate that has expired', behaving('expired'), [names('ok'), ...second('open expired')]],
  ['a certificate of a proxy', behaving('unknown-authority'), [names('ok'), ...second('open unknown-authority')]],
  ['no answer to hello', behaving('mute'), [names('ok'), ...second('open ok no hello')]],
];

/** Each fault once, by both interpreters: they see the same. */
export function faults(test: DeclareTest, server: RealServer, place: PodWorkplace): void {
  for (const [what, change, expected] of cases)
    test(what, async () => {
      const namespace = await place.namespace();
      await place.network(change);
      for (const tool of ['node', 'python3'] as const) {
        await place.pod(namespace, tool, { env: place.having(tool) });
        const [found, ...rest] = inBrief(await look(server, namespace, `pod/${tool}`));
        // glibc does not say why there is no address, so Python asks for the reason by itself.
        assert.deepEqual([found, ...rest], [tool, ...expected]);
      }
    });

  test('a program whose time is up reports what it has', async () => {
    const namespace = await place.namespace();
    await place.network(named(ALIAS, () => ({ a: [addresses.hole] })));
    for (const tool of ['node', 'python3'] as const) {
      await place.pod(namespace, tool, { env: place.having(tool) });
      const limits = { stepMs: 30_000, programMs: 700, startMs: 0 };
      const seen = await look(server, namespace, `pod/${tool}`, { limits });
      assert.deepEqual(inBrief(seen), [tool, names('ok', 'ok', addresses.hole)]);
    }
  });

  test('Ctrl-C ends the command at once, and what ran in the container soon after', async () => {
    const namespace = await place.namespace();
    await place.network(named(ALIAS, () => ({ a: [addresses.hole] })));
    for (const tool of ['node', 'python3', 'bash'] as const) {
      await place.pod(namespace, tool, { env: place.having(tool, 'getent') });
      const stop = new AbortController();
      const limits = { stepMs: 20_000, programMs: 60_000, startMs: 0 };
      const looking = rejection(look(server, namespace, `pod/${tool}`, { limits, signal: stop.signal }));
      await eventually('the program runs', () => Promise.resolve(place.kubelet.running.size > 0));
      await pause(300);
      const started = Date.now();
      stop.abort(new Error('interrupted'));
      assert.equal((await looking).message, 'interrupted');
      assert.ok(Date.now() - started < 500, tool);
      await eventually(`no process of ${tool} is left`, () => Promise.resolve(place.kubelet.running.size === 0));
    }
  });
}

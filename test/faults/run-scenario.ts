import type { IncomingMessage } from 'node:http';
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Api, Fault } from '../harness/gate.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';
import type { Scenario } from './scenario.ts';
import { stateOf } from './state.ts';

/** A request that the command sent. */
export interface Sent {
  readonly api: Api;
  readonly method: string;
  readonly url: string;
}

/** What happens at the requests of a run. */
export interface Script {
  /** Asked for each request, counted from 0; undefined lets it pass. */
  readonly fault: (nth: number, sent: Sent) => Fault | undefined;
  /** The request before, or after, which the run is told to end. */
  readonly end?: { readonly nth: number; readonly how: 'killed before' | 'killed after' | 'interrupted' };
}

/** What came of it. */
export interface Came {
  readonly sent: readonly Sent[];
  readonly seen: Seen;
  /** The run that went on after one that was ended. */
  readonly again: Seen | undefined;
  readonly state: string;
  /** Milliseconds that the command took to end once it was told to; 0 for one that was not. */
  readonly endedMs: number;
}

/** Runs the command of a scenario in a world of its own, in which the script is played; after one that was ended, it is run again. */
export async function runScenario(scenario: Scenario, script: Script): Promise<Came> {
  let came: Came | undefined;
  const stop = new AbortController();
  const sent: Sent[] = [];
  let [playing, dead] = [false, false];
  let told = 0;
  const gate = (api: Api, { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>): Fault | undefined => {
    if (!playing) return undefined;
    if (dead) return { kind: 'drop' };
    const now: Sent = { api, method, url };
    const nth = sent.push(now) - 1;
    if (script.end?.nth !== nth) return script.fault(nth, now);
    dead = script.end.how !== 'interrupted';
    told = Date.now();
    stop.abort({ exitCode: dead ? 137 : 130 });
    return script.end.how === 'killed before' ? { kind: 'drop' } : dead ? { kind: 'lost' } : undefined;
  };
  await inWorld({ ...scenario.options, gate, unpasted: true }, async (world) => {
    await scenario.prepare(world);
    playing = true;
    const seen = await world.run(scenario.command(world), { stop });
    const endedMs = told === 0 ? 0 : Date.now() - told;
    playing = false;
    const again = told === 0 ? undefined : await world.run(scenario.command(world));
    await world.operator.settled();
    // What a run has asked for may still be under way when it ends; only what has come to rest compares.
    await askEc2(world);
    await world.clock.foreground.sleep(30_000);
    await askEc2(world);
    came = { sent, seen, again, state: stateOf(world), endedMs };
  });
  if (came === undefined) throw new Error('the world has gone without a word');
  return came;
}

/** The fake EC2 learns only when it is asked that Atlas has accepted an endpoint (test/fakes/ec2/server.ts): a run that looks once more would differ. */
async function askEc2({ ec2 }: World): Promise<void> {
  if (ec2.endpoints('us-east-1').length === 0) return;
  const client = new EC2Client({ region: 'us-east-1' });
  await client.send(new DescribeVpcEndpointsCommand({}));
  client.destroy();
}

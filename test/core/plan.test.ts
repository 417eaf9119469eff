import assert from 'node:assert/strict';
import type { CloudEndpoint } from '../../src/core/cloud-endpoint.ts';
import { sources } from '../../src/atlas/sources/table.ts';
import { targetOf } from '../../src/atlas/sources/lookup.ts';
import { explain } from '../../src/cli/words/plan-problems.ts';
import { cloudNamed } from '../../src/cloud/table.ts';
import type { UserError } from '../../src/core/errors.ts';
import { PlanError } from '../../src/core/plan/problems.ts';
import type { EndpointState } from '../../src/core/endpoint.ts';
import { needsCloud, plan } from '../../src/core/plan/plan.ts';
import { hintOf } from '../harness/hint.ts';
import { suite } from '../harness/suite.ts';
import type { AwsAttachment } from '../../src/cloud/aws/attachment.ts';
import type { Goal, Observed } from '../../src/core/plan/observed.ts';

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0aaaaaaaaaaaaaaaa';

function endpoint(changes: Partial<EndpointState> = {}): EndpointState {
  const nothing = {
    state: undefined,
    service: undefined,
    declaredId: undefined,
    attachment: undefined,
    linkedId: undefined,
    error: undefined,
  };
  return { label: 'orders-pe', declared: true, phase: 'Declared', ...nothing, ...changes };
}

function cloudEndpoint(changes: Partial<CloudEndpoint> = {}): CloudEndpoint {
  const state = { readiness: 'ready', state: 'pendingAcceptance', reason: undefined } as const;
  const attachment: AwsAttachment = { cloud: 'AWS', id: 'vpce-1' };
  return {
    id: 'vpce-1',
    attachment,
    service,
    place: 'vpc-1',
    ours: true,
    removeCommand: { shell: ['aws', 'vpce-1'] },
    ...state,
    ...changes,
  };
}

function observed(state: EndpointState | undefined, cloud?: readonly CloudEndpoint[]): Observed {
  const names = {
    owner: { source: 'atlasdeployment/orders', namespace: 'default', uid: 'u', label: 'orders-pe' },
    taken: [],
    recreatable: true,
  };
  return { ...names, endpoint: state, cloud };
}

function goal(changes: Partial<Goal> = {}): Goal {
  return { until: 'available', recreate: false, unseen: false, ...changes };
}

/** The plan as words: done steps in brackets. */
function words(
  state: EndpointState | undefined,
  cloud?: readonly CloudEndpoint[],
  changes: Partial<Goal> = {},
): string {
  return plan(observed(state, cloud), goal(changes))
    .map((step) => (step.done ? `[${step.name}]` : step.name))
    .join(' ');
}

/** The refusal of a plan, in the words that a person reads. */
function refusal(state: EndpointState, cloud?: readonly CloudEndpoint[], changes: Partial<Goal> = {}): UserError {
  try {
    plan(observed(state, cloud), goal(changes));
  } catch (error) {
    if (error instanceof PlanError) return explain(error.problem, about);
    throw error;
  }
  throw new Error('the plan was not refused');
}

const reserved = endpoint({ phase: 'Reserved', state: 'RESERVED', service });
const available = endpoint({
  phase: 'Available',
  state: 'AVAILABLE',
  service,
  declaredId: 'vpce-1',
  attachment: { cloud: 'AWS' },
  linkedId: 'vpce-1',
});

const about = {
  target: targetOf(sources.atlasdeployment, 'default', 'orders'),
  label: 'orders-pe',
  cloud: cloudNamed('AWS'),
};

suite('plan', (test) => {
  test('from nothing, every step is open and stands in its order', () => {
    assert.equal(
      words(undefined, undefined, { place: 'vpc-1' }),
      'declare reserve cloud-endpoint accept link available',
    );
    assert.equal(words(undefined, undefined, { until: 'reserved' }), 'declare reserve');
  });

  test('steps whose result exists are done, one after the other', () => {
    assert.equal(words(endpoint()), '[declare] reserve cloud-endpoint accept link available');
    assert.equal(words(reserved, [], { place: 'vpc-1' }), '[declare] [reserve] cloud-endpoint accept link available');
    const making = cloudEndpoint({ readiness: 'creating', state: 'pending' });
    assert.equal(words(reserved, [making]), '[declare] [reserve] [cloud-endpoint] accept link available');
    assert.equal(words(reserved, [cloudEndpoint()]), '[declare] [reserve] [cloud-endpoint] [accept] link available');
    const linking = { ...reserved, phase: 'Linking', declaredId: 'vpce-1', attachment: { cloud: 'AWS' } } as const;
    assert.equal(words(linking), '[declare] [reserve] [cloud-endpoint] [link] available');
    assert.equal(words(available), '[declare] [reserve] [cloud-endpoint] [link] [available]');
  });

  test('the id is never handed over before the service is reserved and the cloud endpoint is ready', () => {
    for (const state of [endpoint(), endpoint({ phase: 'Reserving', state: 'RESERVATION_REQUESTED' })]) {
      assert.match(words(state, [cloudEndpoint()]), /^\[declare\] reserve .*link/);
    }
    assert.match(words(reserved, [cloudEndpoint({ readiness: 'creating' })]), /accept link/);
  });

  test('the cloud is asked only where the plan depends on it', () => {
    assert.equal(needsCloud(reserved, goal()), true);
    assert.equal(needsCloud(reserved, goal({ until: 'reserved' })), false);
    assert.equal(needsCloud(endpoint(), goal()), false);
    assert.equal(needsCloud(available, goal()), false);
    assert.equal(needsCloud(reserved, goal({ unseen: true, id: 'vpce-1' })), false);
  });

  test('what Atlas still has and the spec does not is waited out before it is declared anew', () => {
    assert.match(words(endpoint({ declared: false, phase: 'Deleting' })), /^removed declare reserve/);
  });

  test('a failed endpoint is refused with its message, and made anew with recreate', () => {
    const failed = endpoint({ phase: 'Failed', state: 'FAILED', error: 'no capacity' });
    assert.match(refusal(failed).message, /has failed: no capacity/);
    assert.match(words(failed, undefined, { recreate: true }), /^remove removed declare reserve/);
  });

  test('another id on a linked endpoint is refused with the reason, and needs recreate', () => {
    const error = refusal(available, undefined, { id: 'vpce-2' });
    assert.match(
      error.message,
      /already has the id vpce-1, and changing it to vpce-2 is refused: operators up to 2\.2\.0 would delete/,
    );
    assert.match(hintOf(error), /--recreate/);
    assert.match(words(available, undefined, { replaces: 'vpce-1', recreate: true }), /^remove removed declare/);
    // What is named is linked no more: it has been replaced.
    assert.equal(words(available, undefined, { replaces: 'vpce-2', recreate: true }), words(available));
  });

  test('an id that the operator ignored is not taken for linked', () => {
    const ignored = { ...available, declaredId: 'vpce-2' };
    assert.match(refusal(ignored).message, /says vpce-2, but Atlas is connected to vpce-1/);
  });

  test('of several cloud endpoints none is taken; ours goes before others; one is adopted', () => {
    const other = cloudEndpoint({ id: 'vpce-2', ours: false });
    const third = cloudEndpoint({ id: 'vpce-3', ours: false });
    assert.match(
      refusal(reserved, [other, third]).message,
      /2 cloud endpoints match .*vpce-2 in vpc-1.*vpce-3.*nothing was changed/,
    );
    const step = (cloud: readonly CloudEndpoint[]): string | undefined =>
      plan(observed(reserved, cloud), goal()).find((each) => each.name === 'cloud-endpoint')?.id;
    assert.equal(step([other, cloudEndpoint()]), 'vpce-1');
    assert.equal(step([other]), 'vpce-2');
  });

  test('an endpoint of another service is no candidate, whoever owns it', () => {
    const old = cloudEndpoint({ service: 'com.amazonaws.vpce.us-east-1.vpce-svc-0b' });
    assert.match(refusal(reserved, [old]).message, /no cloud endpoint was found/);
    assert.match(refusal(reserved, [old], { id: 'vpce-1' }).message, /vpce-1 belongs to the service .*0b, but/);
    assert.match(words(reserved, [old], { place: 'vpc-1' }), /\[reserve\] cloud-endpoint/);
  });

  test('with placement, a foreign endpoint of another network is left alone and ours there is an error', () => {
    const elsewhere = cloudEndpoint({ place: 'vpc-2' });
    assert.match(words(reserved, [{ ...elsewhere, ours: false }], { place: 'vpc-1' }), /\[reserve\] cloud-endpoint/);
    assert.match(
      refusal(reserved, [elsewhere], { place: 'vpc-1' }).message,
      /already has the cloud endpoint vpce-1 in vpc-2, not in vpc-1/,
    );
  });

  test("a dead cloud endpoint is refused with the cloud's words, never linked and never replaced unasked", () => {
    const dead = cloudEndpoint({ readiness: 'dead', state: 'rejected', reason: 'the owner said no' });
    for (const changes of [{}, { place: 'vpc-1' }, { id: 'vpce-1' }]) {
      assert.match(refusal(reserved, [dead], changes).message, /vpce-1 is rejected: the owner said no/);
    }
  });
});

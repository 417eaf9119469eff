import assert from 'node:assert/strict';
import { type Arbitrary, array, asyncProperty, constant, constantFrom, nat, oneof, record } from 'fast-check';
import type { CloudKind } from '../../src/cloud/kind.ts';
import type { CloudEndpoint } from '../../src/core/cloud-endpoint.ts';
import { UserError } from '../../src/core/errors.ts';
import { hintOf } from '../harness/hint.ts';
import { oddAnswer } from './bodies.ts';
import { type Account, type Call, calls, withCloud } from './clouds.ts';
import type { Answer } from './cluster.ts';
import { type Mutation, mutatedText, mutation } from './mutation.ts';
import { type Outcome, type Target, checked } from './target.ts';
import { mutatedXml } from './xml.ts';

/** A change of each answer, in a form that can be printed with the case that fails. */
type Change =
  | { readonly what: 'wrong types'; readonly mutations: readonly Mutation[] }
  | { readonly what: 'no sense'; readonly body: number; readonly at: number; readonly status: number };

const wrongTypes: Arbitrary<Change> = record({
  what: constant('wrong types' as const),
  mutations: array(mutation, { minLength: 1, maxLength: 3 }),
});
const noSense: Arbitrary<Change> = record({
  what: constant('no sense' as const),
  body: nat(1_000),
  at: nat(1_000_000),
  status: nat(1_000),
});
const changes = oneof({ weight: 3, arbitrary: wrongTypes }, { weight: 1, arbitrary: noSense });

function changed(kind: CloudKind, change: Change): (answer: Answer) => Answer {
  if (change.what === 'no sense') return (answer) => oddAnswer(answer, change.body, change.at, change.status);
  const mutate = kind === 'AWS' ? mutatedXml : mutatedText;
  return (answer) => ({ ...answer, body: mutate(String(answer.body), change.mutations) });
}

/** What shows that a value was used as what it is not. */
const careless = /Cannot (?:read|set|convert)|is not (?:a function|iterable|defined)|\[object |\bundefined\b|\bNaN\b/;

/** @throws Error for whatever is thrown that is no sentence for the user, and for a result that is not what it says it is */
async function plainly({ ask }: Account, call: Call, change: (answer: Answer) => Answer): Promise<void> {
  let result: unknown;
  try {
    result = await ask(call, change);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const said = `${error.message}\n${error.hint === undefined ? '' : hintOf(error)}`;
    if (careless.test(said)) throw new Error(`${call}: ${said}`, { cause: error });
    return;
  }
  for (const each of Array.isArray(result) ? result : [result]) if (isEndpoint(each)) check(each);
}

function isEndpoint(value: unknown): value is CloudEndpoint {
  return typeof value === 'object' && value !== null && 'readiness' in value;
}

/** @throws AssertionError for a field that is not of its type */
function check({ id, service, state, place, reason, removeCommand, asFlags = {} }: CloudEndpoint): void {
  const texts = [id, service, state, place, reason ?? '', ...Object.values(asFlags).flat(), ...removeCommand.shell];
  const odd = texts.filter((text) => typeof text === 'object' && !('placeholder' in text));
  assert.deepEqual(odd, []);
  assert.doesNotMatch([id, service, state, place, reason].join('\n'), careless);
}

function cloudTarget(kind: CloudKind, api: string): Target {
  return {
    name: `what ${api} answers, with wrong types or no sense`,
    run: async (seed, count) => {
      let outcome: Outcome | undefined;
      await withCloud(kind, async (account) => {
        const property = asyncProperty(constantFrom(...calls), changes, (call, change) =>
          plainly(account, call, changed(kind, change)),
        );
        outcome = await checked(property, seed, count);
      });
      if (outcome === undefined) throw new Error('the account was not used');
      return outcome;
    },
  };
}

export const cloudTargets: readonly Target[] = [
  cloudTarget('AWS', 'EC2'),
  cloudTarget('AZURE', 'the Resource Manager'),
  cloudTarget('GCP', 'Compute Engine'),
];

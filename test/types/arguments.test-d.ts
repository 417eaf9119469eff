/**
 * What the compiler knows of a verb's arguments. Nothing here is run: `npm run typecheck` fails where a line that must not compile does,
 * and where one that must does not.
 */
import { text, texts, toggle } from '../../src/cli/args/flag.ts';
import { optional, required } from '../../src/cli/args/positional.ts';
import { defineVerb, verbFacts } from '../../src/cli/verb.ts';

type Equal<A, B> = 0 extends 1 & (A | B) ? false : [A, B] extends [B, A] ? true : false;

/** Compiles only where the value has exactly this type, which may not be any. */
function isExactly<T>() {
  return <V>(_value: V, _same: Equal<T, V>): void => undefined;
}

const facts = { description: 'Probe', examples: [['probe', 'Probe']] } as const;

defineVerb(
  'probe',
  verbFacts(() => ({
    ...facts,
    positional: { source: required('SOURCE') },
    flags: {
      endpoint: text('Flags:', 'a text'),
      timeout: text('Flags:', 'a text with a default', { default: '30m' }),
      tag: texts('Flags:', 'a list'),
      recreate: toggle('Flags:', 'a switch'),
      wait: toggle('Flags:', 'a switch with a default', { default: true }),
    },
  })),
  async () => async (args) => {
    isExactly<string>()(args.source, true);
    isExactly<string | undefined>()(args.endpoint, true);
    isExactly<string>()(args.timeout, true);
    isExactly<readonly string[] | undefined>()(args.tag, true);
    isExactly<boolean>()(args.recreate, true);
    isExactly<boolean>()(args.wait, true);
    // The flags that every verb takes, and the kubeconfig user, whichever flag it was given with.
    isExactly<string | undefined>()(args.namespace, true);
    isExactly<readonly string[] | undefined>()(args['as-group'], true);
    isExactly<boolean>()(args['insecure-skip-tls-verify'], true);
    isExactly<string | undefined>()(args['kubeconfig-user'], true);
    // @ts-expect-error a flag that is misspelled
    void args.sorce;
    // @ts-expect-error the same in brackets
    void args['sorce'];
    // @ts-expect-error a flag of other verbs
    void args['vpc-id'];
    // @ts-expect-error the database user, on a verb without that flag
    void args.user;
    // @ts-expect-error an optional text is not a string
    void args.endpoint.length;
    // @ts-expect-error a switch is no text
    void args.recreate.length;
    // @ts-expect-error arguments are not changed
    args.timeout = '1m';
    return 0;
  },
);

defineVerb(
  'probe',
  verbFacts(() => ({
    ...facts,
    positional: { source: optional('SOURCE') },
    flags: {},
  })),
  async () => async (args) => {
    isExactly<string | undefined>()(args.source, true);
    // @ts-expect-error an argument that may be left out is not a string
    void args.source.length;
    return 0;
  },
);

defineVerb(
  'probe',
  verbFacts(() => ({
    ...facts,
    positional: {},
    flags: {},
  })),
  async () => async (args) => {
    // @ts-expect-error a verb without a positional argument
    void args.source;
    return 0;
  },
);

verbFacts(() => ({
  ...facts,
  positional: {},
  // @ts-expect-error a flag that is written as an option of yargs, and reads nothing
  flags: { id: { type: 'string', group: 'Flags:', description: 'an option' } },
}));

// @ts-expect-error a verb without an example
verbFacts({ ...facts, examples: [], positional: {}, flags: {} });

import { checksOf, each, fails, holds, unknown, warns } from '../check.ts';
import type { Judgement } from '../finding.ts';
import type { Observed, ObservedSecret } from '../observed.ts';

type SecretSaying =
  'secret-holds' | 'secret-lacks' | 'secret-degenerate' | 'secret-untold' | 'unreadable' | 'no-secret';

function judgeString({ secrets = [], refusal, reference }: Observed): readonly Judgement<SecretSaying>[] {
  const found = secrets.map(ofSecret);
  if (refusal !== undefined) return [...found, unknown('unreadable', { values: { reason: refusal } })];
  return found.length > 0 ? found : [fails('no-secret', { object: reference })];
}

function ofSecret(secret: ObservedSecret): Judgement<SecretSaying> {
  const { name, user, writtenMsAgo, degenerate, strings, refresh: fix } = secret;
  const details = { object: `secret/${name}`, values: { name, user, writtenMsAgo, keys: degenerate } };
  if (secret.holds === true) return { verdict: 'holds', saying: 'secret-holds', ...details };
  if (secret.holds === false && degenerate.length > 0 && strings.length === 0)
    return fails('secret-degenerate', { ...details, fix });
  return secret.holds === false
    ? fails('secret-lacks', { ...details, fix })
    : unknown('secret-untold', { ...details, fix });
}

function judgeStatus({ clusters, secrets }: Observed) {
  return each(clusters, ({ reference, namespace, listsString }) => {
    // Several clusters of a project may share the endpoint.
    const own = (secrets ?? []).filter(
      ({ cluster }) => cluster?.reference === reference && cluster.namespace === namespace,
    );
    const inSecret = own.some(({ holds: isHeld }) => isHeld === true);
    const fix = own.find(({ refresh }) => refresh !== undefined)?.refresh;
    if (listsString === true) return [holds('listed', { reference }, reference)];
    // The operator refreshes the status late; the Secret is what counts.
    return listsString === false && !inSecret
      ? [unknown('unlisted', { object: reference, values: { reference }, fix })]
      : [];
  });
}

/** The number in a private host moves when a region is added or an endpoint removed: then status and Secret differ, and one is older. */
function judgeHosts({ secrets }: Observed) {
  return (secrets ?? []).flatMap(({ name, unlisted: hosts }) =>
    hosts.length === 0 ? [] : [warns('moved', { object: `secret/${name}`, values: { name, hosts } })],
  );
}

/** Where no Secret is there, users that are scoped to other clusters may be why. */
function judgeUsers({ clusters, secrets }: Observed) {
  if (secrets === undefined || secrets.length > 0) return [];
  return (clusters ?? []).flatMap(({ reference, excludedUsers: users }) =>
    users.length === 0 ? [] : [warns('scoped', { object: reference, values: { reference, users } })],
  );
}

/** Whether a Secret has the endpoint's string. */
export const stringChecks = checksOf(
  { link: 'string', restsOn: ['deployment', 'declared', 'service', 'linked'], madeBy: ['operator', 'project'] },
  { PE500: judgeStatus, PE510: judgeString, PE511: judgeUsers, PE512: judgeHosts },
);

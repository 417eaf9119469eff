import { refusePaused } from '../../../../atlas/projects/paused.ts';
import type { Run } from '../../../../atlas/run.ts';
import type { FoundSecret } from '../../../../atlas/secret/find/find.ts';
import { privateStrings } from '../../../../atlas/secret/connection-string.ts';
import { scriptOfRefresh } from '../../../../atlas/secret/refresh/refresh.ts';
import { stalenessOf, surplusOf } from '../../../../atlas/secret/staleness.ts';
import { UserError } from '../../../../core/errors.ts';
import type { NextCommand } from '../../../../core/next-command.ts';
import type { ScriptCommand, ScriptLoop, ScriptWord } from '../../../../core/script/script.ts';
import type { StringAnswers } from '../../up/settle-string.ts';
import type { Connected, ScriptSettings } from '../rehearsed.ts';

/** All keys with their values. */
const template = 'go-template={{range $key, $value := .data}}{{$key}}={{base64decode $value}}{{"\\n"}}{{end}}';

/** Keeps the private strings, without what stands between the user and the last @, which is the password. */
const mask = ['sed', '-n', 's#^\\(connectionStringPrivate[^=]*=mongodb[^:]*://[^:@/]*\\).*@#\\1:****@#p'];

/**
 * The commands that `up` ends with: the Secret of a dedicated cluster is written, if that is wanted, and its private strings are printed
 * without the password.
 * @param endpoints those that the script connects, or that are connected already
 * @throws UserError if there is no Secret yet, or if nothing would show when this operator has written it
 */
export async function secretCommands(
  run: Run,
  { found, refresh }: StringAnswers,
  endpoints: readonly Connected[],
  { manager, withDryRun }: ScriptSettings,
): Promise<readonly ScriptCommand[]> {
  if (found === undefined) throw noSecret(withDryRun);
  const { name, namespace } = found.secret;
  const get = { kubectl: ['get', `secret/${name}`, '-n', namespace, '-o', template] };
  const missing = stalenessOf(found)?.missing ?? [];
  const awaited = endpoints.filter(({ id, done }) => !done || (typeof id === 'string' && missing.includes(id)));
  const waits =
    refresh === false || awaited.length === 0
      ? []
      : await waitsFor(run, found, awaited, refresh === true ? manager : undefined);
  return [...waits, { run: get, into: 'strings' }, { print: 'strings', through: mask }];
}

async function waitsFor(
  run: Run,
  found: FoundSecret,
  awaited: readonly Connected[],
  refreshingAs: string | undefined,
): Promise<readonly ScriptCommand[]> {
  const { deployment } = found;
  if (deployment === undefined) throw unknownWay(found);
  const inStatus = awaited.map(({ id }): ScriptLoop => ({
    poll: { kubectl: listing(deployment.metadata, id) },
    until: 'anything',
    never: [],
  }));
  if (refreshingAs === undefined) return inStatus;
  refusePaused(deployment);
  const { commands, pause, shownBy, writesSeveral } = await scriptOfRefresh(run, found);
  const between = commands(refreshingAs);
  if (shownBy === 'deployment') return inStatus.map((loop) => ({ ...loop, between, pause }));
  const loop = untilHeld(found, awaited.length, writesSeveral);
  if (loop === undefined) throw unknownWay(found);
  return [{ ...loop, between, pause }];
}

/** Prints a sign for each string with an SRV record. The values of the others are no connection strings (connection-string.ts). */
const counting = [
  'go-template={{range $key, $value := .data}}',
  '{{if and (eq (printf "%.26s" $key) "connectionStringPrivateSrv") (eq (printf "%.7s" (base64decode $value)) "mongodb")}}',
  'x{{end}}{{end}}',
].join('');

/**
 * Looks whether the Secret has so many strings more. Which endpoint a string belongs to is only in the status of the deployment, which such
 * an operator does not write along with the Secret; this program counts them too.
 * @returns undefined where their number shows nothing: the Secret has strings that would go, or the operator writes only one
 */
function untilHeld(found: FoundSecret, more: number, writesSeveral: boolean): ScriptLoop | undefined {
  const { secret, deployment, endpoints } = found;
  const { strings } = privateStrings(secret.data, deployment, endpoints);
  const held = strings.filter(({ kind }) => kind === 'Srv').length + more;
  if (surplusOf(found).length > 0 || (held > 1 && !writesSeveral)) return undefined;
  const poll = { kubectl: ['get', `secret/${secret.name}`, '-n', secret.namespace, '-o', counting] };
  return { poll, until: [['x'.repeat(held), '']], never: [] };
}

/** Looks for an endpoint in what the operator writes when it has written the Secret (v2.15.0:internal/controller/atlasdeployment). */
function listing(
  { name, namespace = '' }: { readonly name: string; readonly namespace?: string | undefined },
  id: ScriptWord,
): readonly ScriptWord[] {
  const own = typeof id === 'string' ? [id] : id;
  const path = [
    'jsonpath={.status.connectionStrings.privateEndpoint[*].endpoints[?(@.endpointId=="',
    ...own,
    '")].endpointId}',
  ];
  return ['get', `atlasdeployment/${name}`, '-n', namespace, '-o', path];
}

function noSecret(withDryRun: NextCommand): UserError {
  return new UserError(
    '--print-commands cannot write the end of up: there is no connection Secret yet, or it cannot be read',
    {
      hint: ['see the steps with: ', withDryRun, '; or print the commands of create, run them, and then those of link'],
    },
  );
}

function unknownWay({ secret, deployment }: FoundSecret): UserError {
  const { name, namespace = '' } = deployment?.metadata ?? secret;
  const source = deployment === undefined ? `secret/${name}` : `ad/${name}`;
  return new UserError(
    `--print-commands has no commands that show when the operator has written the strings into secret/${secret.name}`,
    {
      hint: [
        'give --refresh=false, and when the script has run, have the Secret written with: ',
        { verb: 'secret', source, namespace, flags: { refresh: true } },
      ],
    },
  );
}

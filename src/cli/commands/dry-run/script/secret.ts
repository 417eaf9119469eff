import { refusePaused } from '../../../../atlas/projects/paused.ts';
import type { Run } from '../../../../atlas/run.ts';
import type { FoundSecret } from '../../../../atlas/secret/find/find.ts';
import { commandsOfRefresh } from '../../../../atlas/secret/refresh/refresh.ts';
import { stalenessOf } from '../../../../atlas/secret/staleness.ts';
import { UserError } from '../../../../core/errors.ts';
import type { NextCommand } from '../../../../core/next-command.ts';
import type { ScriptCommand, ScriptWord } from '../../../../core/script/script.ts';
import type { StringAnswers } from '../../up/settle-string.ts';
import type { Connected, ScriptSettings } from '../rehearsed.ts';

/** Seconds until the operator is made to look again: Atlas may have published the string only in the meantime. */
const REFRESH_PAUSE = 20;

/** All keys with their values. */
const template = 'go-template={{range $key, $value := .data}}{{$key}}={{base64decode $value}}{{"\\n"}}{{end}}';

/** Keeps the private strings, without what stands between the user and the last @, which is the password. */
const mask = ['sed', '-n', 's#^\\(connectionStringPrivate[^=]*=mongodb[^:]*://[^:@/]*\\).*@#\\1:****@#p'];

/**
 * The commands that `up` ends with: the Secret of a dedicated cluster is written, if that is wanted, and its private strings are printed
 * without the password.
 * @param endpoints those that the script connects, or that are connected already
 * @throws UserError if there is no Secret yet, or if this operator cannot be made to write it by commands that show when it has
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
  const refreshes = refreshingAs !== undefined;
  if (refreshes) refusePaused(deployment);
  const commands = refreshes ? await commandsOfRefresh(run, found) : [];
  if (commands === undefined) throw unknownWay(found);
  const between: readonly ScriptCommand[] = commands.map((words) => ({
    run: { kubectl: [...words, `--field-manager=${refreshingAs}`] },
  }));
  return awaited.map(({ id }) => ({
    poll: { kubectl: listing(deployment.metadata, id) },
    until: 'anything',
    never: [],
    ...(refreshes ? { between, pause: REFRESH_PAUSE } : {}),
  }));
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
    `--print-commands has no commands that make this operator write secret/${secret.name} and show when it has`,
    {
      hint: [
        'give --refresh=false, and when the script has run, have the Secret written with: ',
        { verb: 'secret', source, namespace, flags: { refresh: true } },
      ],
    },
  );
}

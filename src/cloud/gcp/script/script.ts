import type { CloudEndpoint } from '../../../core/cloud-endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import { digestCommands } from '../../../core/script/digest.ts';
import { type ScriptCommand, listMarkerOf, markerOf, withVariables } from '../../../core/script/script.ts';
import type { CloudScript, ReadField, ScriptedEndpoint, ScriptedService } from '../../facts.ts';
import type { GcpAttachment } from '../attachment.ts';
import { deletionsIn } from '../command.ts';
import { groupName, identityOf } from '../labels.ts';
import { isLegacy } from '../service.ts';
import { placeOf } from './place.ts';
import { ADDRESS, RULE, RULES, SERVICE, allPartsCommands, compute, partCommands, readyCommands } from './rules.ts';

/** The variable for what Atlas is told of each of several rules. */
const TOLD = 'endpoints';

/** The commands of gcloud. What is asked for is what `account/endpoints/making.ts` asks for. */
export const gcpScript: CloudScript = {
  create(endpoint, into, read) {
    const { owner, service } = endpoint;
    const group = groupName(owner);
    const known: readonly ScriptCommand[] = [
      ...digestCommands(identityOf(owner)),
      { set: into, to: withVariables(group) },
    ];
    if (isSeveral(service)) return [...readParts(endpoint, read), ...known, ...allPartsCommands(endpoint, into)];
    const target = service.known ?? markerOf(SERVICE);
    return [
      ...(service.known === undefined ? [read(service.output, SERVICE)] : []),
      ...known,
      ...partCommands(endpoint, markerOf(into), target),
    ];
  },
  awaitLinkable(endpoint) {
    const { id, isNew, service } = endpoint;
    if (!isSeveral(service)) return readyCommands(endpoint, id);
    if (!isNew) throw unfinished(id);
    const told = `{"name":"${markerOf(RULE)}","ipAddress":"${markerOf(ADDRESS)}"}`;
    return [
      { set: TOLD, to: '' },
      {
        each: RULE,
        in: RULES,
        commands: [...readyCommands(endpoint, markerOf(RULE)), { set: TOLD, to: withVariables(told), after: ',' }],
      },
    ];
  },
  attachment(endpoint) {
    const { id, service } = endpoint;
    const several = isSeveral(service);
    const rule = several
      ? { name: listMarkerOf(TOLD), ipAddress: listMarkerOf(TOLD) }
      : { name: id, ipAddress: markerOf(ADDRESS) };
    const { project: projectId } = placeOf(endpoint);
    return { cloud: 'GCP', projectId, groupName: id, endpoints: [rule] } satisfies GcpAttachment;
  },
  remove: ({ removeCommand }) =>
    deletionsIn(removeCommand).map(({ words }) => ({ run: { shell: words.map(withVariables) } })),
  awaitGone: ({ removeCommand }: CloudEndpoint) =>
    deletionsIn(removeCommand).map(({ kind, names, project, region }) => {
      const words = ['--project', project, '--regions', region, '--filter', `name=(${names.join(' ')})`];
      return { poll: compute([], `${kind} list`, [...words, '--format', 'value(name)']), until: [''], never: [] };
    }),
};

function isSeveral({ known, several }: ScriptedService): boolean {
  return known === undefined ? several : isLegacy(known);
}

/** The service attachments, in the order in which their rules are numbered. */
function readParts({ service }: ScriptedEndpoint, read: ReadField): readonly ScriptCommand[] {
  const lines = [
    ['tr', ' ', '\\n'],
    ['sort', '-V'],
  ];
  return [
    { ...read(service.output, SERVICE), through: lines },
    {
      expectSeveral: SERVICE,
      otherwise: 'the service has one service attachment: print the commands again, now that this is known',
    },
  ];
}

function unfinished(id: string): UserError {
  return new UserError(
    `--print-commands has no commands that wait for ${id}, whose forwarding rules are still being made`,
    {
      hint: 'print them again in a minute',
    },
  );
}

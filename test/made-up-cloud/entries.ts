/** An entry of a table: what a developer writes there, and after which line. */
export interface Entry {
  /** The file of the table, in the tree. */
  readonly file: string;
  /** As the test names it. */
  readonly what: string;
  readonly imports: string;
  /** What stands there already. */
  readonly after: string;
  readonly text: string;
}

const sources = 'src/atlas/sources';

/** The folders, and where a developer would put them. */
export const folders = [
  { from: 'test/made-up-cloud/moon', to: 'src/cloud/moon' },
  { from: 'test/made-up-source', to: `${sources}/tunnel`, only: ['source.ts', 'type.ts', 'item-forms.ts'] },
] as const;

/** Everything that stands in a table of src for the cloud. */
export const cloudEntries: readonly Entry[] = [
  {
    file: 'src/cloud/kind.ts',
    what: 'the attachment',
    imports: "import type { MoonAttachment } from './moon/attachment.ts';",
    after: 'export type CloudAttachment =',
    text: ' MoonAttachment |',
  },
  {
    file: 'src/cloud/table.ts',
    what: 'the cloud',
    imports: "import { moon } from './moon/facts.ts';",
    after: 'export const clouds = {',
    text: ' MOON: moon,',
  },
  {
    file: 'src/cloud/on-command-line.ts',
    what: 'what command lines say of it',
    imports: "import { moonOnCommandLine } from './moon/flags.ts';",
    after: 'export const cloudsOnCommandLine = {',
    text: ' MOON: moonOnCommandLine,',
  },
  {
    file: `${sources}/private-endpoint/spec-lists.ts`,
    what: 'the list of an AtlasPrivateEndpoint',
    imports: "import { moonAttachment } from '../../../cloud/moon/attachment.ts';",
    after: 'const specLists = {',
    text: `
  MOON: {
    name: 'moonConfiguration',
    key: 'groupName',
    read: ({ moonConfiguration }) =>
      (moonConfiguration ?? []).map(({ projectId, groupName, endpoints }) => ({
        id: String(groupName),
        attachment: moonAttachment({ projectId, groupName, endpoints }),
      })),
    write: ({ projectId, groupName, endpoints }) => ({ projectId, groupName, endpoints }),
    service: ({ serviceName }) => nonEmpty(serviceName),
    servicePath: '.status.serviceName',
    described: () => ({}),
    concerns: () => ({}),
  },`,
  },
  {
    file: `${sources}/project/item-forms.ts`,
    what: 'the item of an AtlasProject',
    imports: "import { addressText, moonAttachment, parseAddresses } from '../../../cloud/moon/attachment.ts';",
    after: 'const itemForms = {',
    text: `
  MOON: {
    read: ({ id, endpointGroupName, ip = '' }) => ({
      id: nonEmpty(id),
      attachment: moonAttachment({ projectId: endpointGroupName, groupName: id, endpoints: parseAddresses(ip) }),
    }),
    write: ({ projectId, groupName, endpoints }) => ({
      id: groupName,
      endpointGroupName: projectId,
      ip: addressText(endpoints),
    }),
    service: ({ serviceName }) => nonEmpty(serviceName),
    serviceField: 'serviceName',
    refusal: undefined,
    immovable: undefined,
  },`,
  },
  {
    file: `${sources}/serverless/item-forms.ts`,
    what: 'that no serverless deployment is on it',
    imports: '',
    after: 'const itemForms = {',
    text: '\n  MOON: undefined,',
  },
];

/** Everything that stands in a table of src for the source. */
export const sourceEntries: readonly Entry[] = [
  {
    file: `${sources}/types.ts`,
    what: 'the kind of object',
    imports: "import { tunnelType } from './tunnel/type.ts';",
    after: 'export const sourceTypes = {',
    text: '\n  atlastunnel: tunnelType,',
  },
  {
    file: `${sources}/table.ts`,
    what: 'the source',
    imports: "import { tunnel } from './tunnel/source.ts';",
    after: 'export const sources = {',
    text: '\n  atlastunnel: tunnel,',
  },
];

/** What the made-up source says of the made-up cloud, in a table of its own folder. */
export const bothEntry: Entry = {
  file: `${sources}/tunnel/item-forms.ts`,
  what: 'the door that leads to it',
  imports: "import { moonAttachment } from '../../../cloud/moon/attachment.ts';",
  after: 'const itemForms = {',
  text: `
  MOON: {
    read: ({ landing }) => {
      const { projectId, groupName, endpoints } = landing ?? {};
      const attachment = moonAttachment({ projectId, groupName, endpoints });
      return { id: attachment?.groupName, attachment };
    },
    write: ({ projectId, groupName, endpoints }) => ({ landing: { projectId, groupName, endpoints } }),
  },`,
};

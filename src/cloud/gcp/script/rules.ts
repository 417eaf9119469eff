import { type ScriptCommand, type ScriptProgram, markerOf, withVariables } from '../../../core/script/script.ts';
import type { ScriptedEndpoint } from '../../facts.ts';
import { descriptionOf, labelsOf, partName } from '../labels.ts';
import type { Place } from '../names.ts';
import { placeOf, placementOf } from './place.ts';

/** Variables: the address of a rule, one of several rules, their names, and the service with its attachments. */
export const [ADDRESS, RULE, RULES, SERVICE] = ['ip', 'rule', 'rules', 'service'];

/** An address and a rule for each of several service attachments. */
export function allPartsCommands(endpoint: ScriptedEndpoint, group: string): readonly ScriptCommand[] {
  return [
    { set: RULES, to: '' },
    {
      each: 'attachment',
      in: SERVICE,
      counted: 'index',
      commands: [
        { set: RULE, to: withVariables(partName(markerOf(group), markerOf('index'))) },
        ...partCommands(endpoint, markerOf(RULE), markerOf('attachment')),
        { set: RULES, to: [{ variable: RULE }], after: ' ' },
      ],
    },
  ];
}

/**
 * An address and the rule that uses it, as far as they are not there: a script may be run again. Rules get their labels afterwards, and with
 * gcloud addresses too.
 */
export function partCommands(endpoint: ScriptedEndpoint, name: string, attachment: string): readonly ScriptCommand[] {
  const { placement, subnetwork, network, ...place } = placementOf(endpoint);
  const labels = Object.entries(labelsOf(endpoint.owner, placement.labels)).map((label) => label.join('='));
  const update = ['--update-labels', labels.join(',')];
  const address = ['--subnet', subnetwork, '--description', descriptionOf(endpoint.owner)];
  const global = placement.globalAccess ? ['--allow-psc-global-access'] : [];
  const rule = ['--network', network, '--address', name, '--target-service-attachment', attachment, ...global];
  return (
    [
      ['addresses', address],
      ['forwarding-rules', rule],
    ] as const
  ).flatMap(([kind, words]): readonly ScriptCommand[] => [
    { run: gcloud(`${kind} create`, name, { words, place }), unless: gcloud(`${kind} describe`, name, { place }) },
    { run: gcloud(`${kind} update`, name, { words: update, place, track: kind === 'addresses' ? ['beta'] : [] }) },
  ]);
}

/** Waits until Atlas can be told of a rule, and reads its address. */
export function readyCommands(endpoint: ScriptedEndpoint, rule: string): readonly ScriptCommand[] {
  const place = placeOf(endpoint);
  const shown = (field: string): ScriptProgram =>
    gcloud('forwarding-rules describe', rule, { words: ['--format', `value(${field})`], place });
  return [
    {
      poll: shown('pscConnectionStatus'),
      until: ['PENDING', 'ACCEPTED', 'NEEDS_ATTENTION'],
      never: ['REJECTED', 'CLOSED'],
    },
    { run: shown('IPAddress'), into: ADDRESS },
  ];
}

/** @param track of a command that older versions have only there: that addresses can be labelled is new outside of beta */
function gcloud(
  operation: string,
  name: string,
  at: { readonly words?: readonly string[]; readonly place: Place; readonly track?: readonly string[] },
): ScriptProgram {
  const { words = [], place, track = [] } = at;
  return compute(track, operation, [name, ...words, '--project', place.project, '--region', place.region]);
}

export function compute(track: readonly string[], operation: string, words: readonly string[]): ScriptProgram {
  return { shell: ['gcloud', ...track, 'compute', ...operation.split(' '), ...words].map(withVariables) };
}

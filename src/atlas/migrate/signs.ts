import { nonEmpty } from '../../core/outside-values.ts';
import type { AtlasPrivateEndpoint } from '../api/private-endpoint.ts';
import type { AtlasProject } from '../api/project.ts';
import { type Sign, conditionStatus, processed } from '../sources/signs.ts';
import { sources } from '../sources/table.ts';
import type { Move } from './moves.ts';

/** The operator leaves the project alone, and no longer knows that it has applied endpoints of it (isForgotten in marks.ts). */
export const forgotten: Sign = {
  output:
    'jsonpath={.metadata.annotations.mongodb\\.com/atlas-reconciliation-policy} {.metadata.annotations.mongodb\\.com/last-applied-configuration}',
  meanwhile: [['skip ', '"privateEndpoints":[{', '']],
  until: [['skip ', '']],
  never: [['', '']],
};

/** The operator has processed the object as it is, and it is Ready. */
export const settled: readonly Sign[] = [processed, { output: conditionStatus('Ready'), until: ['True'], never: [] }];

/** The status describes the spec, with every endpoint available. */
export function allAvailable(project: AtlasProject, moves: readonly Move[]): readonly Sign[] {
  const each = moves.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ label, declaredId = '' }) => sources.atlasproject.signs(project, label).connected(declaredId)),
  );
  // What is said of the whole project is the same for each of them.
  return [...new Map(each.map((sign) => [sign.output, sign])).values()];
}

/** The object has the service and the endpoints of the project's items. */
export function adopted({ endpoints }: Move, object: AtlasPrivateEndpoint): readonly Sign[] {
  const { reserved, connected } = sources.atlasprivateendpoint.signs(object, object.metadata.name);
  return [...reserved, ...endpoints.flatMap(({ declaredId = '' }) => connected(declaredId)), ...settled];
}

/** The value of -o that prints the ids of what Atlas has and no item declares (undeclaredIn in project.ts). */
export function undeclaredOutput(moves: readonly Move[]): string {
  const ids = moves.flatMap(({ endpoints }) => endpoints.flatMap(({ declaredId }) => nonEmpty(declaredId) ?? []));
  const known = ids.map((id) => JSON.stringify(id)).join(' ');
  return [
    'go-template={{range .status.privateEndpoints}}{{with .interfaceEndpointId}}',
    `{{if not (eq . ${known})}}{{.}} {{end}}`,
    '{{end}}{{end}}',
  ].join('');
}

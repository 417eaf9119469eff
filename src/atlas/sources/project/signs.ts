import { isServed } from '../../../cloud/table.ts';
import { nonEmpty } from '../../../core/outside-values.ts';
import type { AtlasProject } from '../../api/project.ts';
import type { SourceSite } from '../source.ts';
import { type Signs, conditionSign, itemsWith, processed } from '../signs.ts';
import { serviceFieldOf } from './item-forms.ts';
import { endpointAt, pendingEndings } from './state.ts';

/**
 * What kubectl shows of an endpoint of a project. Only the project's two conditions say how far it is, and they are about all of its
 * endpoints at once; so a script ends at the failure of any of them.
 */
export function projectSigns(project: AtlasProject, label: string, { cloud, atlasRegion = '' }: SourceSite): Signs {
  const item = project.spec?.privateEndpoints?.[endpointAt(project, label)];
  const regions = [...new Set([atlasRegion, nonEmpty(item?.region) ?? atlasRegion])];
  const ofService = (shown: string): string =>
    [
      'go-template={{range .status.privateEndpoints}}',
      `{{if and (eq .provider ${JSON.stringify(cloud)}) (eq .region ${regions.map((each) => JSON.stringify(each)).join(' ')})}}`,
      `{{with .${shown}}}{{.}}{{break}}{{end}}`,
      '{{end}}{{end}}',
    ].join('');
  const field = isServed(cloud) ? serviceFieldOf(cloud) : undefined;
  const service = field === undefined ? undefined : ofService(field);
  return {
    service: service === undefined ? undefined : { output: service, several: false },
    reserved: [
      processed,
      conditionSign('PrivateEndpointServiceReady', pendingEndings),
      { output: service ?? ofService('id'), until: 'anything', never: [] },
    ],
    connected: (id) => {
      const entry = itemsWith('.status.privateEndpoints', 'interfaceEndpointId', id)('interfaceEndpointId');
      return [
        processed,
        conditionSign('PrivateEndpointReady', pendingEndings),
        { output: `jsonpath={${entry}}`, until: 'anything', never: [] },
      ];
    },
    released: () => [processed, { output: ofService('id'), until: [''], never: [] }],
  };
}

import type { AtlasDeployment } from '../../api/deployment.ts';
import { type Signs, itemsWith, processed, stateSign } from '../signs.ts';
import { serviceFieldOf } from './item-forms.ts';
import { providerOf, retriedErrors } from './state.ts';

/** What kubectl shows of an endpoint of a serverless deployment. */
export function serverlessSigns(deployment: AtlasDeployment, label: string): Signs {
  const field = itemsWith('.status.serverlessPrivateEndpoints', 'name', label);
  const inState = (until: string) => [
    stateSign(field('status'), field('errorMessage'), { until: [until], never: ['FAILED'], retried: retriedErrors }),
  ];
  const service = serviceFieldOf(providerOf(deployment));
  return {
    service: service === undefined ? undefined : { output: `jsonpath={${field(service)}}`, several: false },
    reserved: inState('RESERVED'),
    connected: () => inState('AVAILABLE'),
    released: () => [processed, stateSign(field('status'), field('errorMessage'), { until: [''], never: [] })],
  };
}

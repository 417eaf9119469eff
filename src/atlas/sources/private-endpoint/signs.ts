import type { AtlasPrivateEndpoint } from '../../api/private-endpoint.ts';
import { type Signs, itemsWith, processed, stateSign } from '../signs.ts';
import { servicePlaceOf } from './spec-lists.ts';

/** States that nothing follows (state.ts). */
const never = ['FAILED', 'REJECTED'];

/** What kubectl shows of an endpoint of the object. */
export function dedicatedSigns(object: AtlasPrivateEndpoint): Signs {
  const ofEndpoint = (id: string, until: string) => {
    const field = itemsWith('.status.endpoints', 'ID', id);
    return stateSign(field('InterfaceStatus'), field('error'), { until: [until], never });
  };
  return {
    service: servicePlaceOf(object),
    reserved: [stateSign('.status.serviceStatus', '.status.error', { until: ['AVAILABLE'], never })],
    connected: (id) => [ofEndpoint(id, 'AVAILABLE')],
    released: (id = '') => [processed, ofEndpoint(id, '')],
  };
}

import { unknownService } from './endpoint-services.ts';
import type { Interface } from './interface.ts';
import type { Organization } from './organization.ts';
import { type Routes, text } from './routes.ts';
import type { Service } from './service.ts';

const base = 'groups/{gid}/privateEndpoint';
const one = `${base}/{provider}/endpointService/{sid}`;

/** Endpoint services and interfaces: bare lists, and one error code for whatever is not there. */
export function endpointServiceRoutes(organization: Organization): Routes {
  type Param = (name: string) => string;
  const service = (param: Param): Service =>
    organization.project(param('gid')).services.look(param('provider'), param('sid'));
  const attached = (param: Param): Interface => {
    const found = service(param).lookAt(param('eid'));
    if (found === undefined) throw unknownService(param('eid'));
    return found;
  };
  return {
    [`GET ${base}/regionalMode`]: ({ param }) => organization.project(param('gid')).regionalMode,
    [`PATCH ${base}/regionalMode`]: ({ param, body }) =>
      Object.assign(organization.project(param('gid')).regionalMode, body),
    [`GET ${base}/{provider}/endpointService`]: ({ param }) =>
      organization
        .project(param('gid'))
        .services.list(param('provider'))
        .map((found) => found.describe()),
    [`POST ${base}/endpointService`]: ({ param, body }) =>
      organization.project(param('gid')).services.create(body).describe(),
    [`GET ${one}`]: ({ param }) => service(param).describe(),
    [`PATCH ${base}/endpointService/{sid}`]: ({ param, body }) => {
      const found = organization.project(param('gid')).services.look(text(body['cloudProvider']), param('sid'));
      found.change(body);
      return found.describe();
    },
    [`DELETE ${one}`]: ({ param }) => service(param).remove(),
    [`POST ${one}/endpoint`]: ({ param, body }) => service(param).attach(body).describe(),
    [`GET ${one}/endpoint/{eid}`]: ({ param }) => attached(param).describe(),
    [`DELETE ${one}/endpoint/{eid}`]: ({ param }) => service(param).detach(attached(param)),
  };
}

import { notFound } from './errors.ts';
import type { Organization } from './organization.ts';
import type { Project } from './project.ts';
import { type Json, type Routes, page, text } from './routes.ts';

function described({ id, name, orgId }: Project): Json {
  return { id, name, orgId, clusterCount: 0, created: '2026-01-05T09:00:00Z' };
}

/** A kind of thing that no project here has. */
const empty = (): Json => page([]);

/** A project, and of what else is in it just enough that the operator finds it as its spec wants it: nothing. */
export function projectRoutes(organization: Organization): Routes {
  const project = (gid: string): Project => organization.project(gid);
  return {
    'GET groups/byName/{name}': ({ param }) => {
      const found = organization.named(param('name'));
      if (found === undefined) throw notFound('NOT_IN_GROUP', `Project ${param('name')}`);
      return described(found);
    },
    'POST groups': ({ body }) => described(organization.create(text(body['name']), text(body['orgId']))),
    'GET groups/{gid}': ({ param }) => described(project(param('gid'))),
    'DELETE groups/{gid}': ({ param }) => {
      organization.projects.delete(project(param('gid')).id);
      return {};
    },
    'GET groups/{gid}/accessList': ({ param }) => page(project(param('gid')).accessList),
    'POST groups/{gid}/accessList': ({ param, items }) => {
      const found = project(param('gid'));
      found.accessList = [...found.accessList, ...items];
      return page(found.accessList);
    },
    'GET groups/{gid}/accessList/{entry}/status': () => ({ STATUS: 'ACTIVE' }),
    'DELETE groups/{gid}/accessList/{entry}': ({ param }) => {
      const found = project(param('gid'));
      found.accessList = found.accessList.filter(
        ({ cidrBlock, ipAddress }) => ![cidrBlock, ipAddress].includes(param('entry')),
      );
    },
    'GET groups/{gid}/auditLog': ({ param }) => project(param('gid')).auditing,
    'PATCH groups/{gid}/auditLog': ({ param, body }) => Object.assign(project(param('gid')).auditing, body),
    'GET groups/{gid}/settings': ({ param }) => project(param('gid')).settings,
    'PATCH groups/{gid}/settings': ({ param, body }) => Object.assign(project(param('gid')).settings, body),
    'GET groups/{gid}/userSecurity': () => ({ customerX509: {} }),
    'GET groups/{gid}/encryptionAtRest': () => ({}),
    'GET groups/{gid}/backupCompliancePolicy': () => ({}),
    'GET groups/{gid}/maintenanceWindow': () => ({}),
    'GET groups/{gid}/cloudProviderAccess': () => ({ awsIamRoles: [] }),
    // A bare list, unlike the others.
    'GET groups/{gid}/customDBRoles/roles': () => [],
    'GET groups/{gid}/peers': empty,
    'GET groups/{gid}/containers': empty,
    'GET groups/{gid}/containers/all': empty,
    'GET groups/{gid}/integrations': empty,
    'GET groups/{gid}/alertConfigs': empty,
    'GET groups/{gid}/teams': empty,
  };
}

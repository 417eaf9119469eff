import { AtlasError, notFound } from './errors.ts';
import type { Organization } from './organization.ts';
import { type Json, type Routes, text } from './routes.ts';

/** A database user as it is answered: what was posted, without the password. A difference to the spec would be patched for ever. */
function described(groupId: string, body: Json): Json {
  const { password: _password, ...rest } = body;
  return {
    databaseName: 'admin',
    roles: [],
    scopes: [],
    labels: [],
    x509Type: 'NONE',
    awsIAMType: 'NONE',
    ldapAuthType: 'NONE',
    oidcAuthType: 'NONE',
    ...rest,
    groupId,
  };
}

const one = 'groups/{gid}/databaseUsers/{database}/{name}';

export function userRoutes(organization: Organization): Routes {
  const users = (gid: string): Map<string, Json> => organization.project(gid).users;
  const change = (gid: string, database: string, name: string, body: Json): Json => {
    const key = `${database}/${name}`;
    if (!users(gid).has(key)) throw notFound('USERNAME_NOT_FOUND', `Username ${name}`);
    const user = described(gid, { ...users(gid).get(key), ...body });
    users(gid).set(key, user);
    return user;
  };
  return {
    'POST groups/{gid}/databaseUsers': ({ param, body }) => {
      const user = described(param('gid'), body);
      const key = `${text(user['databaseName'])}/${text(user['username'])}`;
      if (users(param('gid')).has(key)) {
        throw new AtlasError(409, 'USER_ALREADY_EXISTS', `A user named ${text(user['username'])} already exists.`);
      }
      users(param('gid')).set(key, user);
      return user;
    },
    [`GET ${one}`]: ({ param }) => {
      const user = users(param('gid')).get(`${param('database')}/${param('name')}`);
      if (user === undefined) throw notFound('USERNAME_NOT_FOUND', `Username ${param('name')}`);
      return user;
    },
    [`PATCH ${one}`]: ({ param, body }) => change(param('gid'), param('database'), param('name'), body),
    [`DELETE ${one}`]: ({ param }) => {
      if (!users(param('gid')).delete(`${param('database')}/${param('name')}`)) {
        throw notFound('USER_NOT_FOUND', `User ${param('name')}`);
      }
    },
  };
}

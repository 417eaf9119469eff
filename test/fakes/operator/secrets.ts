import { normalizeLabelValue } from '../../../src/atlas/secret/connection-secret.ts';
import type { AtlasString } from './atlas.ts';
import type { Generation } from './generation.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** operator v1.6.0:pkg/util/kube/kube.go, NormalizeIdentifier: unchanged when it is a DNS-1123 subdomain already. */
function normalize(text: string): string {
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)) return text;
  return text
    .slice(0, 253)
    .toLowerCase()
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .replace(/[^a-z0-9.]+/g, '-');
}

/** url.Parse and url.UserPassword of Go: an empty string becomes `//user:pass@`. */
function withCredentials(uri: string, { username, password }: Credentials): string {
  const userinfo = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
  const at = uri.indexOf('://');
  return at < 0 ? `//${userinfo}${uri}` : `${uri.slice(0, at + 3)}${userinfo}${uri.slice(at + 3)}`;
}

/** The data of a serverless instance's connection Secret: model.md, "Secrets". */
function dataOf(
  generation: Generation,
  name: string,
  strings: readonly AtlasString[],
  credentials: Credentials,
  standard: string,
): Record<string, string> {
  // v2.14.0 leaves an empty string empty.
  const inject = (uri: string): string =>
    uri === '' && generation === 'v2.15' ? '' : withCredentials(uri, credentials);
  const data: Record<string, string> = {
    ...credentials,
    connectionStringStandard: inject(standard),
    connectionStringStandardSrv: inject(`mongodb+srv://${name}.ab1cd.mongodb.net`),
  };
  if (generation === 'v1.6') {
    const [only, second] = strings;
    data['connectionStringPrivate'] = '';
    data['connectionStringPrivateSrv'] =
      only === undefined || second !== undefined ? '' : inject(only.srvConnectionString);
    return data;
  }
  if (strings.length === 0) return { ...data, connectionStringPrivate: '', connectionStringPrivateSrv: '' };
  for (const [index, { connectionString = '', srvConnectionString }] of strings.entries()) {
    const suffix = index === 0 ? '' : String(index);
    data[`connectionStringPrivate${suffix}`] = inject(connectionString);
    data[`connectionStringPrivateSrv${suffix}`] = inject(srvConnectionString);
    data[`connectionStringPrivateShard${suffix}`] = inject('');
  }
  return data;
}

/** The Secret that the operator writes for one user of one instance. */
export function connectionSecret(
  generation: Generation,
  project: { readonly name: string; readonly id: string },
  instance: string,
  namespace: string,
  strings: readonly AtlasString[],
  credentials: Credentials,
  standard = '',
): Record<string, unknown> {
  const data = dataOf(generation, instance, strings, credentials, standard);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name: normalize([project.name, instance, credentials.username].map(normalize).join('-')),
      namespace,
      labels: {
        'atlas.mongodb.com/type': 'credentials',
        'atlas.mongodb.com/project-id': project.id,
        'atlas.mongodb.com/cluster-name': normalizeLabelValue(instance),
      },
    },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
  };
}

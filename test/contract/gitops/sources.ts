/** The kinds that declare private endpoints, as Git has them and as our commands change them. */
import { deploymentManifest, projectManifest, serviceManifest } from '../../sandbox/manifests.ts';

export type Items = readonly Readonly<Record<string, string>>[];

/**
 * What Git's manifest says of the list that our commands write to: nothing, that it is empty, our own item as it was before it was
 * linked, or somebody else's item.
 */
export type InGit = 'no list' | 'an empty list' | 'our item without its id' | "another's item";

export interface Source {
  readonly kind: string;
  readonly plural: string;
  readonly name: string;
  /** The list's name, within `spec` or within `spec.serverlessSpec`. */
  readonly list: string;
  /** Whether its items are known by a key and owned one by one (`x-kubernetes-list-type: map`), or the list is owned as a whole (atomic). */
  readonly keyed: boolean;
  /** What an operator would have put there by itself, and the fake one does not. */
  readonly status?: object;
  readonly manifest: (namespace: string) => Readonly<Record<string, unknown>>;
  /** The part of an object that the list is in. */
  readonly around: (object: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Git's list. */
  readonly git: Partial<Readonly<Record<InGit, Items | undefined>>>;
  /** Our item, linked. */
  readonly linked: Readonly<Record<string, string>>;
  /** The command lines that write it. */
  readonly commands: readonly string[];
}

const id = 'vpce-026b4c868ce5d755d';
const region = { provider: 'AWS', region: 'US_EAST_1' };

type Spec = Record<string, unknown>;

function specOf(object: Readonly<Record<string, unknown>>): Spec {
  return object['spec'] as Spec;
}

export const privateEndpoint: Source = {
  kind: 'AtlasPrivateEndpoint',
  plural: 'atlasprivateendpoints',
  name: 'shop-us',
  list: 'awsConfiguration',
  keyed: true,
  manifest: (namespace) => serviceManifest({ namespace }),
  around: specOf,
  git: { 'no list': undefined, 'an empty list': [], "another's item": [{ id: 'vpce-0aaaaaaaaaaaaaaaa' }] },
  linked: { id },
  commands: ['create ape/shop-us', `link ape/shop-us --id ${id} --skip-cloud-check`],
};

export const deployment: Source = {
  kind: 'AtlasDeployment',
  plural: 'atlasdeployments',
  name: 'orders',
  list: 'privateEndpoints',
  keyed: false,
  manifest: (namespace) => deploymentManifest({ namespace }),
  around: (object) => specOf(object)['serverlessSpec'] as Spec,
  git: {
    'no list': undefined,
    'an empty list': [],
    'our item without its id': [{ name: 'ours' }],
    "another's item": [{ name: 'theirs' }],
  },
  linked: { name: 'ours', cloudProviderEndpointID: id },
  commands: ['create ad/orders --endpoint ours --yes', `link ad/orders --endpoint ours --id ${id} --skip-cloud-check`],
};

/** One beside the project that every namespace has from the start. */
export const project: Source = {
  kind: 'AtlasProject',
  plural: 'atlasprojects',
  name: 'web',
  list: 'privateEndpoints',
  keyed: false,
  status: { id: '65a1f0c2e4b0a1b2c3d4e5f7', conditions: [] },
  manifest: (namespace) => {
    const { status: _status, ...object } = projectManifest(namespace);
    return { ...object, metadata: { name: 'web', namespace }, spec: { name: 'Web' } };
  },
  around: specOf,
  git: {
    'no list': undefined,
    'an empty list': [],
    'our item without its id': [region],
    "another's item": [{ ...region, region: 'EU_WEST_1' }],
  },
  linked: { ...region, id },
  commands: [
    'create ap/web --endpoint AWS/US_EAST_1 --yes --legacy',
    `link ap/web --endpoint AWS/US_EAST_1 --id ${id} --skip-cloud-check`,
  ],
};

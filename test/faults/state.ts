import type { World } from '../harness/world.ts';

const kinds = ['atlasprojects', 'atlasdeployments', 'atlasprivateendpoints', 'secrets'] as const;
const clouds = ['AWS', 'AZURE', 'GCP'] as const;

/** Text without what differs from world to world: uids, names that end in digits of one, and times. */
function comparable(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/(atlas-pe-[a-z-]+)-[0-9a-f]{8}/g, '$1-DIGITS')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

function objects({ kubernetes }: World): unknown {
  return kinds.flatMap((kind) =>
    kubernetes.store.list(kind).map((object) => {
      const { metadata, spec, data } = object as unknown as Record<string, Record<string, unknown> | undefined>;
      const { name, namespace, annotations, labels, deletionTimestamp } = metadata ?? {};
      // When a password was touched says its annotation; whether says nothing of what there is.
      const touched = JSON.stringify(annotations ?? {}).includes('refreshed-at') && kind === 'secrets';
      return { kind, name, namespace, annotations: touched ? {} : annotations, labels, deletionTimestamp, spec, data };
    }),
  );
}

/** What there is in the cluster, in Atlas and in the clouds, as one text. What has been deleted is not there. */
export function stateOf(world: World): string {
  const { operator, ec2, arm, compute } = world;
  return comparable(
    JSON.stringify(
      {
        objects: objects(world),
        serverless: operator.instance('orders').endpoints.map(({ comment, status }) => [comment, status]),
        dedicated: clouds.map((cloud) =>
          [...operator.projects.values()].flatMap(({ services }) =>
            services.list(cloud).map(({ interfaces }) => interfaces.map((each) => each.describe())),
          ),
        ),
        ec2: ec2.endpoints('us-east-1').filter(({ state }) => state !== 'deleted' && state !== 'deleting'),
        arm: arm.endpoints().map((endpoint) => ({ ...endpoint, since: undefined })),
        rules: compute.rules(),
        addresses: [...compute.google.addresses.values()].map(({ name, labels }) => ({ name, labels })),
      },
      undefined,
      1,
    ),
  );
}

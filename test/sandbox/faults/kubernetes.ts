import type { Sandbox } from '../sandbox.ts';
import { clusterManifest } from '../manifests.ts';
import { addNodeIn } from './aws.ts';
import { type Fault, edit, editStatus, memberOf } from './fault.ts';

const APE = 'orders-us-east-1';
const system = 'mongodb-atlas-system';

function editOperator(sandbox: Sandbox, change: (spec: Record<string, unknown>) => void): void {
  edit(sandbox, 'deployments', 'mongodb-atlas-operator', (object) => change(memberOf(object, 'spec')), system);
}

function annotate(sandbox: Sandbox, member: 'annotations' | 'labels', key: string, value: string): void {
  edit(sandbox, 'atlasprivateendpoints', APE, (object) => {
    memberOf(memberOf(object, 'metadata'), member)[key] = value;
  });
}

/** A Secret with an API key, which the project is told of. */
function addKey(sandbox: Sandbox, labels: Readonly<Record<string, string>>, keys: readonly string[]): void {
  sandbox.operator.paused = true;
  sandbox.kubernetes.store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'atlas-key', namespace: 'default', labels },
    data: Object.fromEntries(keys.map((key) => [key, Buffer.from('x').toString('base64')])),
  });
  edit(sandbox, 'atlasprojects', 'shop', (object) => {
    memberOf(object, 'spec')['connectionSecretRef'] = { name: 'atlas-key' };
  });
}

function editKey(sandbox: Sandbox, change: (secret: Record<string, unknown>) => void): void {
  edit(sandbox, 'secrets', 'atlas-key', change);
}

/** What keeps the operator from an object. */
export const kubernetesFaults: readonly Fault[] = [
  { code: 'PE110', base: 'aws', break: (sandbox) => editOperator(sandbox, (spec) => void (spec['replicas'] = 0)) },
  {
    code: 'PE111',
    base: 'aws',
    break: (sandbox) =>
      editOperator(sandbox, (spec) => {
        const { containers } = (spec['template'] as { spec: { containers: Record<string, unknown>[] } }).spec;
        const [container] = containers;
        if (container !== undefined) container['env'] = [{ name: 'WATCH_NAMESPACE', value: 'billing' }];
      }),
  },
  {
    code: 'PE112',
    base: 'aws',
    break: (sandbox) => annotate(sandbox, 'annotations', 'mongodb.com/atlas-reconciliation-policy', 'skip'),
  },
  {
    code: 'PE113',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      annotate(sandbox, 'labels', 'mongodb.com/atlas-resource-version', '1.5.0');
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        const conditions = (status['conditions'] ?? []) as unknown[];
        status['conditions'] = [...conditions, { type: 'ResourceVersionIsValid', status: 'False' }];
      });
    },
    // The operator would take the condition off when the label is gone.
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        const conditions = (status['conditions'] ?? []) as { type?: string }[];
        status['conditions'] = conditions.filter(({ type }) => type !== 'ResourceVersionIsValid');
      }),
  },
  {
    code: 'PE114',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, 'atlasprivateendpoints', APE, (object) => {
        memberOf(object, 'spec')['supportedRegions'] = ['eu-west-1'];
      });
      // A change that was made long ago.
      edit(sandbox, 'atlasprivateendpoints', APE, (object) => {
        const metadata = memberOf(object, 'metadata');
        metadata['creationTimestamp'] = '2020-01-01T00:00:00Z';
        metadata['managedFields'] = [];
      });
    },
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        status['observedGeneration'] = 1_000;
      }),
  },
  {
    code: 'PE116-other',
    base: 'aws',
    break: (sandbox) =>
      addKey(sandbox, { 'atlas.mongodb.com/type': 'key' }, ['orgId', 'publicApiKey', 'privateApiKey']),
  },
  {
    code: 'PE116-label',
    base: 'aws',
    break: (sandbox) => addKey(sandbox, {}, ['orgId', 'publicApiKey', 'privateApiKey']),
  },
  {
    code: 'PE116-keys',
    base: 'aws',
    break: (sandbox) => addKey(sandbox, { 'atlas.mongodb.com/type': 'credentials' }, ['orgId']),
    mend: (sandbox) =>
      editKey(sandbox, (secret) => {
        secret['data'] = { orgId: 'eA==', publicApiKey: 'eA==', privateApiKey: 'eA==' };
      }),
  },
  {
    code: 'PE116-refused',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        const conditions = (status['conditions'] ?? []) as unknown[];
        const reason = { reason: 'AtlasAPIAccessNotConfigured', message: '401 Unauthorized' };
        status['conditions'] = [...conditions, { type: 'Ready', status: 'False', ...reason }];
      });
    },
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        const conditions = (status['conditions'] ?? []) as { reason?: string }[];
        status['conditions'] = conditions.filter(({ reason }) => reason !== 'AtlasAPIAccessNotConfigured');
      }),
  },
  {
    code: 'PE131',
    base: 'aws',
    break(sandbox) {
      edit(sandbox, 'atlasdeployments', 'orders', (object) => {
        memberOf(memberOf(object, 'spec'), 'deploymentSpec')['paused'] = true;
      });
    },
  },
  {
    code: 'PE132',
    base: 'aws',
    break(sandbox) {
      addNodeIn(sandbox, 'eu-west-1');
      setRegions(sandbox, ['US_EAST_1', 'EU_WEST_1']);
    },
  },
  {
    code: 'PE133',
    base: 'aws',
    verdict: 'warning',
    break(sandbox) {
      sandbox.operator.paused = true;
      editStatus(sandbox, 'atlasdeployments', 'orders', (status) => void (status['stateName'] = 'UPDATING'));
    },
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasdeployments', 'orders', (status) => void (status['stateName'] = 'IDLE')),
  },
];

function setRegions(sandbox: Sandbox, regions: readonly string[]): void {
  edit(sandbox, 'atlasdeployments', 'orders', (object) => {
    object['spec'] = clusterManifest({ regions })['spec'];
  });
}

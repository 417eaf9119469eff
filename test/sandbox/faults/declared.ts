import { privateEndpointResource } from '../../fakes/apiserver/resources.ts';
import { serviceManifest } from '../manifests.ts';
import { addNodes } from '../nodes.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, edit, editStatus, memberOf } from './fault.ts';

const APE = 'orders-us-east-1';
/** The id of the endpoint that the worlds on AWS have. */
const OWN = 'vpce-026b4c868ce5d755d';
const APES = 'atlasprivateendpoints';

type Json = Record<string, unknown>;

function metadataOf(sandbox: Sandbox, change: (metadata: Json) => void): void {
  edit(sandbox, APES, APE, (object) => change(memberOf(object, 'metadata')));
}

function statusOf(sandbox: Sandbox, change: (status: Json) => void): void {
  editStatus(sandbox, APES, APE, change);
}

/** The object, its project and its cluster. */
export const declaredFaults: readonly Fault[] = [
  {
    code: 'PE115',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      metadataOf(sandbox, (metadata) =>
        Object.assign(metadata, { deletionTimestamp: '2020-01-01T00:00:00Z', finalizers: ['mongodbatlas/finalizer'] }),
      );
    },
    // What the operator does once Atlas has let go, or a person who knows that it never will.
    mend: (sandbox) => metadataOf(sandbox, (metadata) => void (metadata['finalizers'] = [])),
  },
  {
    code: 'PE120-missing',
    base: 'aws',
    name: `ape/${APE}`,
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, APES, APE, (object) => void (memberOf(object, 'spec')['projectRef'] = { name: 'shoop' }));
      statusOf(sandbox, (status) => void (status['observedGeneration'] = 1_000));
    },
    mend: (sandbox) =>
      edit(sandbox, APES, APE, (object) => void (memberOf(object, 'spec')['projectRef'] = { name: 'shop' })),
  },
  {
    code: 'PE120-trouble',
    base: 'aws',
    verdict: 'warning',
    break: (sandbox) =>
      editStatus(sandbox, 'atlasprojects', 'shop', (status) => {
        status['conditions'] = [
          { type: 'Ready', status: 'False', reason: 'ProjectIPAccessInvalid', message: 'no CIDR' },
        ];
      }),
    mend: (sandbox) => editStatus(sandbox, 'atlasprojects', 'shop', (status) => void (status['conditions'] = [])),
  },
  {
    code: 'PE130',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, 'atlasdeployments', 'orders', (object) => {
        const spec = memberOf(object, 'spec');
        spec['kept'] = spec['deploymentSpec'];
        delete spec['deploymentSpec'];
        spec['flexSpec'] = {
          name: 'orders',
          providerSettings: { backingProviderName: 'AWS', regionName: 'US_EAST_1' },
        };
      });
    },
    mend: (sandbox) =>
      edit(sandbox, 'atlasdeployments', 'orders', (object) => {
        const spec = memberOf(object, 'spec');
        spec['deploymentSpec'] = spec['kept'];
        delete spec['kept'];
        delete spec['flexSpec'];
      }),
  },
  {
    code: 'PE140',
    base: 'aws',
    break(sandbox) {
      addNodes(sandbox, 'AWS');
      sandbox.kubernetes.store.remove(privateEndpointResource, 'default', APE);
    },
  },
  {
    code: 'PE142',
    base: 'aws',
    verdict: 'warning',
    // A Git repository that has the list without the id, which somebody wrote beside it.
    break: (sandbox) =>
      metadataOf(sandbox, (metadata) => {
        const applied = JSON.stringify({ spec: { awsConfiguration: [] } });
        memberOf(metadata, 'labels')['kustomize.toolkit.fluxcd.io/name'] = 'apps';
        memberOf(metadata, 'annotations')['kubectl.kubernetes.io/last-applied-configuration'] = applied;
        const fieldsV1 = { 'f:spec': { 'f:awsConfiguration': {} } };
        metadata['managedFields'] = [{ manager: 'kubectl-atlas-pe', operation: 'Update', fieldsV1 }];
      }),
    mend: (sandbox) =>
      metadataOf(sandbox, (metadata) => {
        const applied = JSON.stringify({ spec: { provider: 'AWS' } });
        memberOf(metadata, 'annotations')['kubectl.kubernetes.io/last-applied-configuration'] = applied;
      }),
  },
  {
    code: 'PE143',
    base: 'serverless',
    break(sandbox) {
      sandbox.operator.paused = true;
      editServerless(sandbox, (item) => void (item['cloudProviderEndpointId'] = 'vpce-0dead0dead0dead00'));
    },
    mend: (sandbox) => editServerless(sandbox, (item) => void (item['cloudProviderEndpointId'] = OWN)),
  },
  {
    code: 'PE144',
    base: 'gcp',
    verdict: 'warning',
    beside: ['PE200 warning'],
    // A service that is still to be made, without port mapping.
    break(sandbox) {
      sandbox.operator.paused = true;
      edit(sandbox, APES, 'shop-gcp', (object) => void (memberOf(object, 'spec')['portMappingEnabled'] = false));
      const status = {
        serviceAttachmentNames: [],
        serviceStatus: 'INITIATING',
        endpoints: [],
        observedGeneration: 1_000,
      };
      editStatus(sandbox, APES, 'shop-gcp', (object) => Object.assign(object, status));
    },
    mend: (sandbox) =>
      edit(sandbox, APES, 'shop-gcp', (object) => void (memberOf(object, 'spec')['portMappingEnabled'] = true)),
  },
  {
    code: 'PE201',
    base: 'aws',
    beside: ['PE200 warning'],
    break(sandbox) {
      sandbox.operator.paused = true;
      statusOf(sandbox, (status) => {
        delete status['serviceName'];
        status['serviceStatus'] = 'INITIATING';
        status['endpoints'] = [];
        const type = 'PrivateEndpointServiceReady';
        status['conditions'] = [{ type, status: 'False', lastTransitionTime: '2020-01-01T00:00:00Z' }];
      });
    },
    mend: (sandbox) =>
      statusOf(sandbox, (status) => {
        const serviceName = 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b';
        Object.assign(status, { serviceStatus: 'AVAILABLE', serviceName, conditions: [] });
      }),
  },
  {
    code: 'PE210-none',
    base: 'aws',
    break(sandbox) {
      addNodes(sandbox, 'AWS');
      sandbox.operator.paused = true;
      edit(sandbox, APES, APE, (object) => void (memberOf(object, 'spec')['awsConfiguration'] = []));
      statusOf(sandbox, (status) => Object.assign(status, { endpoints: [], observedGeneration: 1_000 }));
    },
    mend: (sandbox) => void (sandbox.operator.paused = false),
  },
  {
    code: 'PE900',
    base: 'aws',
    verdict: 'warning',
    break(sandbox) {
      sandbox.operator.paused = true;
      const second = 'vpce-0aaaaaaaaaaaaaaa2';
      const eu = 'vpce-0aaaaaaaaaaaaaaa3';
      sandbox.kubernetes.store.create(serviceManifest({ name: 'eu', region: 'EU_WEST_2', ids: [eu] }));
      edit(sandbox, APES, APE, (object) => {
        const spec = memberOf(object, 'spec');
        spec['awsConfiguration'] = [...((spec['awsConfiguration'] ?? []) as unknown[]), { id: second }];
      });
      statusOf(sandbox, (status) => void (status['observedGeneration'] = 1_000));
    },
    mend: ({ kubernetes }) => void kubernetes.store.remove(privateEndpointResource, 'default', 'eu'),
  },
];

function editServerless(sandbox: Sandbox, change: (item: Json) => void): void {
  editStatus(sandbox, 'atlasdeployments', 'orders', (status) => {
    for (const item of (status['serverlessPrivateEndpoints'] ?? []) as Json[]) change(item);
  });
}

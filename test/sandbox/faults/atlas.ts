import { coreResources, privateEndpointResource } from '../../fakes/apiserver/resources.ts';
import { serviceManifest } from '../manifests.ts';
import type { Sandbox } from '../sandbox.ts';
import { type Fault, edit, editStatus, memberOf } from './fault.ts';

const APE = 'orders-us-east-1';
const SECRET = 'shop-orders-app';

type Interface = Record<string, unknown>;

function editInterfaces(sandbox: Sandbox, change: (interfaces: Interface[]) => Interface[]): void {
  sandbox.operator.paused = true;
  editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
    status['endpoints'] = change((status['endpoints'] ?? []) as Interface[]);
  });
}

function editSecret(sandbox: Sandbox, change: (value: string, key: string) => string | undefined): void {
  sandbox.operator.paused = true;
  edit(sandbox, 'secrets', SECRET, (secret) => {
    const data = Object.entries((secret['data'] ?? {}) as Record<string, string>).flatMap(([key, value]) => {
      const changed = change(Buffer.from(value, 'base64').toString(), key);
      return changed === undefined ? [] : [[key, Buffer.from(changed).toString('base64')] as const];
    });
    secret['data'] = Object.fromEntries(data);
  });
}

const secretResource = coreResources.find(({ kind }) => kind === 'Secret') ?? privateEndpointResource;

function setScopes(sandbox: Sandbox, scopes: readonly object[]): void {
  edit(sandbox, 'atlasdatabaseusers', 'app', (user) => void (memberOf(user, 'spec')['scopes'] = scopes));
}

/** The operator goes on where it was stopped for the fault, so that a refresh works. */
function goOn(sandbox: Sandbox): void {
  sandbox.operator.paused = false;
}

/** What is wrong between the declaration and the strings. */
export const atlasFaults: readonly Fault[] = [
  {
    code: 'PE141',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      sandbox.kubernetes.store.create(serviceManifest({ name: 'second' }));
    },
    mend(sandbox) {
      edit(
        sandbox,
        'atlasprivateendpoints',
        'second',
        (object) => void (memberOf(object, 'spec')['region'] = 'EU_WEST_2'),
      );
    },
  },
  {
    code: 'PE145',
    base: 'aws',
    verdict: 'warning',
    break: (sandbox) =>
      editInterfaces(sandbox, (all) => [...all, { ID: 'vpce-0dead0dead0dead00', InterfaceStatus: 'FAILED' }]),
    mend: (sandbox) => editInterfaces(sandbox, (all) => all.slice(0, 1)),
  },
  {
    code: 'PE200',
    base: 'aws',
    break(sandbox) {
      sandbox.operator.paused = true;
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        delete status['serviceName'];
        Object.assign(status, { serviceStatus: 'FAILED', error: 'the region offers none' });
      });
    },
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasprivateendpoints', APE, (status) => {
        Object.assign(status, {
          serviceStatus: 'AVAILABLE',
          serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0eb5d7e987976588b',
          error: '',
        });
      }),
  },
  {
    code: 'PE210',
    base: 'aws',
    break: (sandbox) =>
      editInterfaces(sandbox, (all) =>
        all.map((each) => ({ ...each, InterfaceStatus: 'REJECTED', error: 'cannot accept' })),
      ),
    mend: (sandbox) =>
      editInterfaces(sandbox, (all) => all.map((each) => ({ ...each, InterfaceStatus: 'AVAILABLE', error: '' }))),
  },
  {
    code: 'PE510-lacks',
    base: 'aws',
    break: (sandbox) => editSecret(sandbox, (value, key) => (/Private/.test(key) ? undefined : value)),
    mend: goOn,
  },
  {
    code: 'PE510-degenerate',
    base: 'aws',
    break: (sandbox) => editSecret(sandbox, (value, key) => (/Private/.test(key) ? '//app:x@' : value)),
    mend: goOn,
  },
  {
    code: 'PE500',
    base: 'aws',
    verdict: 'unknown',
    // Neither the status nor the Secret has the string yet.
    beside: ['PE510 error'],
    break(sandbox) {
      editSecret(sandbox, (value, key) => (/Private/.test(key) ? undefined : value));
      const connectionStrings = { standard: 'mongodb://x', standardSrv: 'mongodb+srv://x', privateEndpoint: [] };
      editStatus(sandbox, 'atlasdeployments', 'orders', (status) => Object.assign(status, { connectionStrings }));
    },
    mend: goOn,
  },
  {
    code: 'PE511',
    base: 'aws',
    verdict: 'warning',
    beside: ['PE510 error'],
    break(sandbox) {
      sandbox.operator.paused = true;
      sandbox.kubernetes.store.remove(secretResource, 'default', SECRET);
      setScopes(sandbox, [{ type: 'CLUSTER', name: 'billing' }]);
    },
    mend(sandbox) {
      goOn(sandbox);
      setScopes(sandbox, []);
    },
  },
  {
    code: 'PE512',
    base: 'aws',
    verdict: 'warning',
    break(sandbox) {
      sandbox.operator.paused = true;
      editStatus(sandbox, 'atlasdeployments', 'orders', (status) => {
        const text = JSON.stringify(status['connectionStrings']).replaceAll('-pl-0', '-pl-7');
        status['connectionStrings'] = JSON.parse(text) as unknown;
      });
    },
    mend: (sandbox) =>
      editStatus(sandbox, 'atlasdeployments', 'orders', (status) => {
        const text = JSON.stringify(status['connectionStrings']).replaceAll('-pl-7', '-pl-0');
        status['connectionStrings'] = JSON.parse(text) as unknown;
      }),
  },
];

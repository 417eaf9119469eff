import type { Stored } from '../fakes/apiserver/store.ts';
import type { World } from '../harness/world.ts';
import { publishString, services } from '../made-up-source/operator.ts';

/** An AtlasPrivateEndpoint on the Moon, as far as the operator of that cloud would read it. */
interface MoonEndpoint extends Stored {
  readonly spec: { readonly provider?: string; readonly moonConfiguration?: readonly { readonly groupName: string }[] };
  readonly status?: { readonly observedGeneration?: number };
}

function isOnMoon(object: Stored): object is MoonEndpoint {
  return (object['spec'] as MoonEndpoint['spec'] | undefined)?.provider === 'MOON';
}

/**
 * What an operator would do that knows the Moon: a service at once, and each group connected as soon as it is listed.
 * @param onConnected told the id of each group that Atlas is connected to
 * @returns what ends that
 */
export function attendMoon({ kubernetes: { store } }: World, onConnected: (id: string) => void): () => void {
  return store.onChange(({ resource, object, type }) => {
    if (resource !== 'atlasprivateendpoints' || type === 'DELETED' || !isOnMoon(object)) return;
    const { name, namespace, generation } = object.metadata;
    if (object.status?.observedGeneration === generation) return;
    const ids = (object.spec.moonConfiguration ?? []).map(({ groupName }) => groupName);
    const status = {
      observedGeneration: generation,
      serviceStatus: 'AVAILABLE',
      serviceName: services.MOON,
      endpoints: ids.map((ID) => ({ ID, InterfaceStatus: 'AVAILABLE' })),
    };
    store.edit(resource, namespace, name, (edited) => (edited['status'] = status), 'status');
    for (const id of ids) {
      onConnected(id);
      publishString(store, 'orders', id);
    }
  });
}

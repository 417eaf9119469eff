import { suite } from '../../harness/suite.ts';
import type { Api } from '../api.ts';
import { access } from './access.ts';
import { discovery } from './discovery.ts';
import { lists } from './lists.ts';
import { objects } from './objects.ts';
import { patches } from './patches.ts';
import { watches } from './watches.ts';

/**
 * Declares what the plugin and its sandbox rely on of a Kubernetes API. It is written once and holds for both: where the two
 * differ, the sandbox is wrong.
 */
export function behaviours(of: string, api: Api): void {
  for (const [name, declare] of Object.entries({ objects, patches, lists, watches, access, discovery }))
    suite(`${of}: ${name}`, (test) => declare(test, api));
}

import type { KubeClient } from '../../../src/kube/client.ts';
import type { AtlasInstance } from './atlas.ts';
import type { DedicatedProject } from './clusters.ts';
import type { Generation } from './generation.ts';
import type { Writes } from './writes.ts';

/** What a pass works on. */
export interface Place {
  readonly client: KubeClient;
  readonly writes: Writes;
  readonly generation: Generation;
  /** The version of each user's password that Atlas was told. */
  readonly passwords: Map<string, string>;
  /** The dedicated side of a project. */
  project(name?: string): DedicatedProject;
  /** The Atlas side of a serverless deployment. */
  instance(name: string, region?: string, provider?: 'AWS' | 'AZURE'): AtlasInstance;
}

/**
 * One look at one object, and what follows from it.
 * @returns whether something is still in progress or went wrong: then the operator looks again after ten seconds
 */
export type Pass = (at: Place, namespace: string, name: string) => Promise<boolean>;

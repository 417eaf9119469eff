import { AtlasError, notFound } from './errors.ts';
import { atlasId } from './ids.ts';
import { type Json, text } from './routes.ts';
import { State } from './state.ts';

export type DeploymentState = 'CREATING' | 'IDLE' | 'DELETING' | 'GONE';

/** A cluster, Flex cluster or serverless instance: what was posted, echoed, and a state. */
export class Deployment {
  readonly id: string;
  readonly name: string;
  readonly state = new State<DeploymentState>('CREATING');
  spec: Json;

  constructor(groupId: string, spec: Json) {
    this.spec = spec;
    this.name = text(spec['name']);
    this.id = atlasId(groupId, 'deployment', this.name);
    this.state.pass('CREATING', 'IDLE', 1);
  }
}

/** The deployments of one kind in a project. */
export class Deployments<D extends Deployment> {
  readonly all = new Map<string, D>();
  readonly #missing: string;

  /** @param missing the error code of this kind's API for a name that it does not have */
  constructor(missing: string) {
    this.#missing = missing;
  }

  /** Looks at one: its state moves on. @throws AtlasError for a name that is not there */
  look(name: string): D {
    const found = this.all.get(name);
    if (found?.state.look() === 'GONE') this.all.delete(name);
    if (found === undefined || found.state.current === 'GONE') throw notFound(this.#missing, `Cluster ${name}`);
    return found;
  }

  /** All of them, without their states moving: the operator lists the deployments of a project for every user and every Secret. */
  list(): readonly D[] {
    return [...this.all.values()];
  }

  /** @throws AtlasError for a name that is taken */
  add(deployment: D): D {
    if (this.all.has(deployment.name)) {
      throw new AtlasError(409, 'DUPLICATE_CLUSTER_NAME', `A cluster named ${deployment.name} is already present.`);
    }
    this.all.set(deployment.name, deployment);
    return deployment;
  }

  /** Changes what was posted. */
  change(name: string, changes: Json): D {
    const found = this.look(name);
    found.spec = { ...found.spec, ...changes };
    return found;
  }

  /** DELETING for one look more, then gone. */
  remove(name: string): D {
    const found = this.look(name);
    if (found.state.current !== 'DELETING') found.state.pass('DELETING', 'GONE', 2);
    return found;
  }
}

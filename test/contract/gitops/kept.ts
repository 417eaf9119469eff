/** One object that is kept in Git and that our commands write to. */
import assert from 'node:assert/strict';
import { made, mergePatch } from '../api.ts';
import type { RealServer } from '../real-server.ts';
import type { Workplace } from '../workplace.ts';
import { type Sync, type Synced, fed } from '../../real/peers.ts';
import type { Manager } from './outcomes.ts';
import type { InGit, Items, Source } from './sources.ts';

/** An entry of `metadata.managedFields`. */
interface Owner {
  readonly manager: string;
  readonly fieldsV1?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export class Kept {
  readonly #server: RealServer;
  readonly #place: Workplace;
  readonly source: Source;
  readonly #git: Readonly<Record<string, unknown>>;

  constructor(server: RealServer, place: Workplace, source: Source, inGit: InGit) {
    [this.#server, this.#place, this.source] = [server, place, source];
    const manifest = structuredClone(source.manifest(place.namespace));
    const list = source.git[inGit];
    if (list !== undefined) source.around(manifest)[source.list] = list;
    this.#git = manifest;
  }

  /** Applies what Git has; the first time the operator is there too. */
  async sync(by: Sync): Promise<Synced> {
    const word = await by(this.#server.config.kubeconfigPath, this.#git);
    const { status } = this.source;
    if (status !== undefined && (await this.#read()).status === undefined)
      made(await this.#server.admin.call('PATCH', `${this.#path}/status`, { status }, mergePatch));
    return word;
  }

  /**
   * Our commands declare the endpoint and link it.
   * @returns whether they refused to, because a sync would undo it; then it is done with --force, and nothing was written before
   */
  async link(manager: Manager): Promise<boolean> {
    let refused = false;
    for (const command of this.source.commands) {
      const before = await this.list();
      const first = await this.#place.run(`${command} --field-manager ${manager}`);
      if (first.code === 0) continue;
      assert.match(first.stderr, /^error: .* would undo this change to .*; nothing was changed$/m);
      assert.match(first.stderr, /^change this where the manifest is kept:\napiVersion: atlas\.mongodb\.com\/v1$/m);
      assert.deepEqual(await this.list(), before);
      refused = true;
      const forced = await this.#place.run(`${command} --field-manager ${manager} --force`);
      assert.equal(forced.code, 0, `${command}: ${forced.stderr}`);
    }
    return refused;
  }

  /** A command of the product on the object, which is noted under the product's own name. */
  async write(command: string): Promise<void> {
    const { stderr, code } = await this.#place.run(command);
    assert.equal(code, 0, `${command}: ${stderr}`);
  }

  /**
   * The list as it is now; empty too where there is none: a keyed list that server-side apply takes the last item from is left out
   * of the object, even where Git says that it is empty.
   */
  async list(): Promise<Items> {
    const object = (await this.#read()) as unknown as Record<string, unknown>;
    return (this.source.around(object)[this.source.list] as Items | undefined) ?? [];
  }

  /** Sets an annotation, as a person does who cannot wait for Git. */
  async annotate(annotation: string): Promise<void> {
    const { kind, name } = this.source;
    const where = ['--kubeconfig', this.#server.config.kubeconfigPath, '-n', this.#place.namespace];
    const { stderr, code } = await fed('kubectl', [...where, 'annotate', `${kind}/${name}`, annotation]);
    assert.equal(code, 0, stderr);
  }

  /** The items of a keyed list, each with the managers that own it. */
  async owners(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { managedFields } = (await this.#read()).metadata as { readonly managedFields?: readonly Owner[] };
    const owners: Record<string, string[]> = {};
    for (const { manager, fieldsV1 } of managedFields ?? []) {
      const items = fieldsV1?.['f:spec']?.[`f:${this.source.list}`] ?? {};
      for (const item of Object.keys(items).filter((key) => key.startsWith('k:'))) (owners[item] ??= []).push(manager);
    }
    return owners;
  }

  async #read(): Promise<Readonly<ReturnType<typeof made>>> {
    return made(await this.#server.admin.call('GET', this.#path));
  }

  get #path(): string {
    const { plural, name } = this.source;
    return `/apis/atlas.mongodb.com/v1/namespaces/${this.#place.namespace}/${plural}/${name}`;
  }
}

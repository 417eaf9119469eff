import type { ScriptCommand, ScriptWord } from '../../../core/script/script.ts';
import { UserError } from '../../../core/errors.ts';
import { type KubeObject, secretResource } from '../../../kube/resource.ts';
import { ApiError } from '../../../kube/errors.ts';
import { annotate, change } from '../../../kube/write/change.ts';
import { skipAnnotation } from '../../api/annotations.ts';
import { atlasGroup } from '../../api/custom-resource.ts';
import { type AtlasDeployment, deploymentResource } from '../../api/deployment.ts';
import type { Run } from '../../run.ts';
import type { FoundSecret } from '../find/find.ts';
import { isLeftMarked, takeOffMark, touchAnnotation } from './left-mark.ts';
import { passwordSecretOf } from './password-secret.ts';
import { restartOperator } from './restart.ts';
import { can } from '../../operator/abilities.ts';
import { serverlessRetired } from '../../operator/serverless-support.ts';
import type { Generation } from '../../operator/version-range.ts';

/** A change that makes the operator reconcile, and what it affects. */
export interface OperatorTrigger {
  /** What the change does: a predicate without its subject, shown before it is made. */
  readonly effect: string;
  /** Milliseconds after which it may be repeated if the string is still missing, since Atlas may have published it only in the meantime. */
  readonly againMs: number;
  /** How a script does the same. */
  readonly script: TriggerScript;
  readonly run: () => Promise<unknown>;
}

/** The commands of a trigger, for scripts. */
export interface TriggerScript {
  readonly commands: (fieldManager: string) => readonly ScriptCommand[];
  /** Whether the operator writes the status of the deployment in the same pass, or the Secret alone. */
  readonly shownBy: 'deployment' | 'secret';
}

/** The same as a key in a Secret's data, which cannot contain a slash. */
const touchKey = 'kubectl-atlas-pe.refreshed-at';

/**
 * From 2.12.0 on, the operator reconciles an object when it no longer has to be skipped (86d0049a4; 2.15.0 does so within a second and
 * writes the Secret in that pass). This writes nothing to Atlas. The second annotation tells a later run that this program set the first
 * one and was killed before it removed it.
 */
function throughSkipping({ client, time }: Run, deployment: AtlasDeployment): OperatorTrigger {
  const { metadata } = deployment;
  const { name, namespace = '', annotations = {} } = metadata;
  const left = isLeftMarked(deployment);
  if (annotations[skipAnnotation] !== undefined && !left) {
    throw new UserError(
      `atlasdeployment/${name} has the annotation ${skipAnnotation}, which tells the operator to ignore it`,
      {
        hint: [
          'to let the operator reconcile it again, remove the annotation: ',
          { kubectl: ['annotate', `atlasdeployment/${name}`, '-n', namespace, `${skipAnnotation}-`] },
        ],
      },
    );
  }
  const origin = left ? ', which an earlier run left behind' : '';
  return {
    effect: `sets and removes the annotation ${skipAnnotation} on atlasdeployment/${name}${origin}; nothing changes in Atlas`,
    againMs: 20_000,
    script: {
      commands: (manager) => [
        annotating(deployment, [`${skipAnnotation}=skip`, `${touchAnnotation}=by-hand`], manager),
        annotating(deployment, [`${skipAnnotation}-`, `${touchAnnotation}-`], manager),
      ],
      shownBy: 'deployment',
    },
    async run() {
      const changed = { resource: deploymentResource, namespace, name };
      const on = { [skipAnnotation]: 'skip', [touchAnnotation]: new Date(time.now()).toISOString() };
      try {
        await annotate(client, changed, on, time);
      } catch (error) {
        // An answer that was lost may have been that of a success.
        if (!(error instanceof ApiError)) await takeOffMark(client, deployment, time);
        throw error;
      }
      await takeOffMark(client, deployment, time);
    },
  };
}

function annotating(
  { metadata: { name, namespace = '' } }: AtlasDeployment,
  changes: readonly string[],
  manager: string,
): ScriptCommand {
  const object = [`atlasdeployment/${name}`, '-n', namespace];
  return { run: { kubectl: ['annotate', ...object, '--overwrite', ...changes, `--field-manager=${manager}`] } };
}

/** What a script changes of a password Secret: each time to another value. */
function touching(password: string, namespace: string, byData: boolean): TriggerScript['commands'] {
  const object = [`secret/${password}`, '-n', namespace];
  const now = { variable: 'now' };
  const words: readonly ScriptWord[] = byData
    ? ['patch', ...object, '--type=merge', '-p', [`{"stringData":{"${touchKey}":"`, now, '"}}']]
    : ['annotate', ...object, '--overwrite', [`${touchAnnotation}=`, now]];
  return (manager) => [
    { run: { shell: ['date', '-u', '+%Y-%m-%dT%H:%M:%SZ'] }, into: now.variable },
    { run: { kubectl: [...words, `--field-manager=${manager}`] } },
  ];
}

/**
 * A change to a password Secret makes the operator send the same password again and, ten seconds later, write the Secrets of its user.
 * Operators from 2.6.0 on react to any change (v2.6.0:pkg/controller/atlasdatabaseuser, ResourceVersionChangedPredicate; tried with
 * 2.11.1), 2.2.0 only to a change of the data (v2.2.0:pkg/controller/watch/watched_resource_handler.go; tried: an annotation does
 * nothing). Adding a key next to `password` is enough.
 * @param byData whether the data have to change, because an annotation is not enough
 */
async function throughPassword(run: Run, { secret }: FoundSecret, byData: boolean): Promise<OperatorTrigger> {
  const { client, time } = run;
  const { namespace, user } = secret;
  const password = await passwordSecretOf(run, secret);
  return {
    againMs: 60_000,
    script: { commands: touching(password, namespace, byData), shownBy: 'secret' },
    effect: `sets ${byData ? `the key ${touchKey} in the data of` : `the annotation ${touchAnnotation} on`} secret/${password}; the operator then sends the unchanged password of "${user}" to Atlas and writes that user's connection Secrets`,
    async run() {
      const changed = { resource: secretResource, namespace, name: password };
      const now = new Date(time.now()).toISOString();
      if (!byData) return annotate(client, changed, { [touchAnnotation]: now }, time);
      const value = Buffer.from(now).toString('base64');
      const isIn = (object: KubeObject & { readonly data?: Readonly<Record<string, string>> }): boolean =>
        object.data?.[touchKey] === value;
      return change(
        client,
        changed,
        (object) => (isIn(object) ? [] : [{ op: 'add', path: `/data/${touchKey}`, value }]),
        time,
      );
    },
  };
}

/** Chooses a trigger; only when it is its turn, for what it needs may not be there. */
type Way = () => Promise<OperatorTrigger>;

/**
 * What makes this operator write a deployment's Secret, the least harmful first. There is a second way where only the CRDs say that the
 * first one works: the operator may be older than they are.
 * @throws UserError where none is known, or where the operator no longer writes it
 */
export function waysToTrigger(run: Run, found: FoundSecret, generation: Generation): readonly [Way, ...Way[]] {
  const { deployment } = found;
  const anyChange = can(generation, 'seesAnyChangeOfPassword');
  const password: Way = () => throughPassword(run, found, anyChange !== true || generation.version === undefined);
  const isServerless = deployment?.spec?.serverlessSpec !== undefined;
  if (deployment !== undefined && !isServerless && can(generation, 'looksWhenNoLongerSkipped') === true) {
    const skipping: Way = () => Promise.resolve(throughSkipping(run, deployment));
    return generation.version === undefined ? [skipping, password] : [skipping];
  }
  if (isServerless && can(generation, 'reconcilesServerless') === false)
    throw serverlessRetired(`atlasdeployment/${deployment.metadata.name}`);
  if (anyChange !== undefined) return [() => throughPassword(run, found, !anyChange)];
  throw new UserError(
    `cannot make this cluster's operator reconcile: how to do that depends on its version, and neither its Deployment nor the discovery of ${atlasGroup} could be read`,
    { hint: ['restart it: ', restartOperator] },
  );
}

import { skipAnnotation } from '../../../atlas/api/annotations.ts';
import { isOfKind } from '../../../atlas/api/custom-resource.ts';
import { type AtlasProject, projectResource } from '../../../atlas/api/project.ts';
import { touching } from '../../../atlas/migrate/marks.ts';
import { TAG_FLAG } from '../../../cloud/flags/flag.ts';
import { cloudNamed, isServed } from '../../../cloud/table.ts';
import type { AsFlags } from '../../../core/cloud-endpoint.ts';
import { idOf } from '../../../core/endpoint.ts';
import type { FlagWords, Hint, NextCommand } from '../../../core/next-command.ts';
import type { Exported, ExportedEndpoint } from './exported.ts';

/** What is written above a manifest, for whoever keeps it: what it is, how it takes over, and what the cloud has. */
export function commentsOn(exported: Exported): readonly Hint[] {
  const { object } = exported;
  return [
    ...(isMoved(exported) && isOfKind<AtlasProject>(projectResource, object) ? movingSteps(exported, object) : []),
    ...exported.endpoints.flatMap((each) => cloudSide(exported, each)),
  ];
}

/** Whether the manifest is of another object than the one that declares the endpoint now. */
function isMoved({ object, manifest }: Exported): boolean {
  return object.kind !== manifest.kind;
}

/**
 * The order in which an item of a project becomes an object of its own while Atlas keeps the service. The operator deletes what it has
 * applied and no longer finds in the spec; with the annotation it forgets that it has applied the project's endpoints (v2.8.2 and v2.15.0:
 * internal/controller/atlasproject/atlasproject_controller.go, clearLastAppliedMigratedResources). An annotation alone it notices hours later.
 */
function movingSteps(
  { target, manifest, endpoints: [{ endpoint }] }: Exported,
  project: AtlasProject,
): readonly Hint[] {
  const { reference, namespace, name } = target;
  const on: readonly string[] = [reference, '-n', namespace];
  const annotated: NextCommand = { kubectl: ['annotate', ...on, `${skipAnnotation}=skip`] };
  const touched: NextCommand = { kubectl: ['patch', ...on, '--type=json', '-p', JSON.stringify([touching(project)])] };
  const migrating: NextCommand = { verb: 'migrate', source: `ap/${name}`, namespace };
  const applied = `-o=jsonpath={.metadata.annotations['mongodb\\.com/last-applied-configuration']}`;
  const own = `atlasprivateendpoint/${manifest.metadata.name}`;
  const ready: NextCommand = { kubectl: ['wait', own, '-n', namespace, '--for=condition=Ready', '--timeout=10m'] };
  return [
    `This replaces the item ${endpoint.label} of ${reference}. Atlas keeps the service and its endpoints if the steps come in this order:`,
    ['(where the project is not kept in Git, all of that is done by: ', migrating, ')'],
    ['1. Make the operator leave the project alone: ', annotated],
    ['2. Make it notice that, which an annotation alone does not, by an empty field of the spec: ', touched],
    ['3. Wait until this no longer contains privateEndpoints: ', { kubectl: ['get', ...on, applied] }],
    ['4. Apply this file, and wait: ', ready],
    [
      `5. Once each item has such an object, remove spec.privateEndpoints and the annotation ${skipAnnotation} in one edit: `,
      { kubectl: ['edit', ...on] },
    ],
  ];
}

/** The cloud endpoint, which the manifest only names. */
function cloudSide(exported: Exported, each: ExportedEndpoint): readonly Hint[] {
  const { endpoint, site, cloud } = each;
  const id = idOf(endpoint);
  if (id === undefined) return [`${endpoint.label} is not linked to a cloud endpoint yet.`];
  if (cloud === undefined) return [`Its cloud endpoint is ${id}, about which no more could be read.`];
  const name = isServed(site.cloud) ? cloudNamed(site.cloud).name : site.cloud;
  const { target, manifest } = exported;
  const source = isMoved(exported) ? `ape/${manifest.metadata.name}` : `${target.source.shortNames[0]}/${target.name}`;
  const flags = {
    ...(target.source.identity === 'label' ? { endpoint: endpoint.label } : {}),
    ...placedAs(cloud.asFlags),
  };
  return [
    `${name} has the endpoint ${id} in ${cloud.place}.`,
    ['To create another one like it: ', { verb: 'up', source, namespace: target.namespace, flags }],
  ];
}

/** A tag by which this program finds its endpoints, in each cloud's spelling, now and formerly; and the name that it gives them on AWS. */
const ownTag = /^(?:kubectl-)?atlas-pe[-./]|^Name=atlas-pe /i;

/** The flags that place another endpoint as this one is placed; without what belongs to this one alone. */
function placedAs(flags: AsFlags = {}): FlagWords {
  const own = new Set(['private-endpoint-name', 'private-ip-address']);
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, value]) => {
      if (own.has(name) || value === false) return [];
      if (name !== TAG_FLAG || typeof value !== 'object') return [[name, worded(value)]];
      const tags = value.filter((tag) => !ownTag.test(tag));
      return tags.length === 0 ? [] : [[name, tags]];
    }),
  );
}

function worded(value: string | readonly string[] | true): string | readonly string[] | true {
  return typeof value === 'object' ? value.join(',') : value;
}

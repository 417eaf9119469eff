import { idOf } from '../../../core/endpoint.ts';
import { UserError } from '../../../core/errors.ts';
import type { EngineName } from '../../../engines/names.ts';
import { engineNamed, takenOver } from '../../../engines/table.ts';
import type { Written } from '../../../engines/engine.ts';
import { forPeople } from '../../../output/escape.ts';
import { type Structured, checkFormat, structured, toYaml } from '../../../output/format.ts';
import type { VerbContext } from '../../context.ts';
import { commentsOn } from './comments.ts';
import { type Exported, type ExportedEndpoint, nameOf, readExported } from './exported.ts';
import { type ExportArguments, formats } from './facts.ts';

export async function exporting(args: ExportArguments, context: VerbContext): Promise<number> {
  const format = (await checkFormat(args.output, formats)) ?? 'yaml';
  const engine = args['cloud-as'] === undefined ? undefined : engineNamed(args['cloud-as']);
  const exported = await readExported(args, context);
  if (engine === undefined) {
    await printManifests(exported, format, context);
    return 0;
  }
  const written = exported.flatMap((each) => each.endpoints.map((endpoint) => keptBy(engine, each, endpoint)));
  const texts = written.flatMap((each) => (each.kind === 'file' ? [each.text] : []));
  if (texts.length > 0) context.stdout.write(texts.join('\n'));
  else await printManifests(exported, format, context, written);
  return 0;
}

/** @throws UserError if the cloud endpoint is not there, or not known well enough */
function keptBy(engine: EngineName, exported: Exported, { endpoint, cloud }: ExportedEndpoint): Written {
  const { target } = exported;
  const id = idOf(endpoint);
  if (id === undefined || cloud?.details === undefined) {
    const lacking = id === undefined ? 'has no cloud endpoint' : `has ${id}, which could not be read`;
    throw new UserError(
      `${endpoint.label} of ${target.reference} ${lacking}: there is nothing that a tool could take over`,
      {
        hint: ['look at it with: ', { verb: 'status', source: target.reference, namespace: target.namespace }],
      },
    );
  }
  const { service } = cloud;
  const name = target.source.identity === 'label' ? endpoint.label : nameFor(id, exported);
  return takenOver(engine, { name, namespace: target.namespace, id, service }, cloud.details);
}

/** A tool's name for a cloud endpoint: that of the manifest, and of several that it declares the end of the id too, which tells them apart. */
function nameFor(id: string, { target: { source }, object, manifest }: Exported): string {
  const { name } = manifest.metadata;
  const beside = source
    .endpoints(object)
    .filter(({ declared, label }) => declared && nameOf(source.manifest(object, label)) === nameOf(manifest));
  const end = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  return beside.length > 1 ? `${name}-${end.replaceAll(/[^a-z0-9.-]/g, '-')}` : name;
}

/** Prints the manifests, each below what is to be said of it; JSON has no comments. */
async function printManifests(
  exported: readonly Exported[],
  format: Structured,
  context: VerbContext,
  more: readonly Written[] = [],
): Promise<void> {
  const others = more.flatMap((each) => (each.kind === 'objects' ? each.objects : []));
  if (format !== 'yaml') {
    const items = [...exported.map(({ manifest }) => manifest), ...others];
    context.stdout.write(await structured(format, { apiVersion: 'v1', kind: 'List', items }));
    return;
  }
  const documents = await Promise.all([
    ...exported.map(async (each) => `${commentText(each, context)}${await toYaml(each.manifest)}`),
    ...others.map(toYaml),
  ]);
  context.stdout.write(documents.join('---\n'));
}

function commentText(exported: Exported, context: VerbContext): string {
  return commentsOn(exported)
    .map((line) => `# ${forPeople(context.hintText(line))}\n`)
    .join('');
}

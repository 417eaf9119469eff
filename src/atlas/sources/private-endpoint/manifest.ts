import { anyOf } from '../../../core/any-of.ts';
import { UserError } from '../../../core/errors.ts';
import type { Hint } from '../../../core/next-command.ts';
import { typeMeta } from '../../api/custom-resource.ts';
import type { FlagValues } from '../../../cloud/flags/flag.ts';
import { describedSpec } from './spec-lists.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { cloudNamed, clouds, isServed } from '../../../cloud/table.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../api/private-endpoint.ts';
import { nameOneRegion } from '../../../cloud/same-region.ts';

/** The flags that describe an AtlasPrivateEndpoint that does not exist yet. */
export interface DescriptionFlags {
  readonly project: string | undefined;
  readonly projectId: string | undefined;
  readonly connectionSecret: string | undefined;
  readonly provider: string | undefined;
  readonly region: string | undefined;
}

/** What an AtlasPrivateEndpoint is for. */
export interface Description {
  readonly provider: CloudKind;
  /** As Atlas spells it. */
  readonly region: string;
  readonly flags: DescriptionFlags;
  /** The flags of the cloud, which may say more of the object. */
  readonly cloudFlags: FlagValues;
}

/**
 * Reads the flags, before the cluster is queried.
 * @returns undefined if they describe no object
 * @throws UserError for an unknown provider or region, and for flags that require each other
 */
export function describe(flags: DescriptionFlags, cloudFlags: FlagValues): Description | undefined {
  const { project, projectId, connectionSecret, provider, region } = flags;
  if (project === undefined && projectId === undefined && connectionSecret === undefined && provider === undefined)
    return undefined;
  const cloud = provider?.toUpperCase();
  if (cloud === undefined) {
    throw new UserError('--provider is missing: an AtlasPrivateEndpoint is for one cloud and region', {
      hint: `give it with ${anyOf(Object.keys(clouds).map((kind) => `--provider ${kind}`))}, and the region with --region`,
    });
  }
  if (!isServed(cloud)) {
    throw new UserError(`invalid value "${provider}" for --provider: not ${anyOf(Object.keys(clouds))}`, {
      hint: 'for another cloud, create the object with kubectl: this plugin creates no endpoints there',
    });
  }
  const { regionExample } = cloudNamed(cloud);
  if (region === undefined) {
    throw new UserError('--region is missing: an AtlasPrivateEndpoint is for one cloud and region', {
      hint: `give the region of the cluster, such as --region ${regionExample.atlas} or ${regionExample.own}`,
    });
  }
  checkProject(flags);
  return { provider: cloud, region: cloudNamed(cloud).atlasRegion(region), flags, cloudFlags };
}

/** @throws UserError for flags that name the project in two ways, or incompletely */
function checkProject({ project, projectId, connectionSecret }: DescriptionFlags): void {
  if (project !== undefined && projectId !== undefined) {
    throw new UserError(
      '--project and --project-id are mutually exclusive: one names an AtlasProject, the other its id in Atlas',
      { hint: 'omit one of them' },
    );
  }
  if (projectId !== undefined && !/^[0-9a-f]{24}$/.test(projectId)) {
    throw new UserError(`invalid value "${projectId}" for --project-id: must be 24 hexadecimal digits`, {
      hint: 'to name an AtlasProject, use --project',
    });
  }
  if (projectId !== undefined && connectionSecret === undefined) {
    throw new UserError("--project-id requires --connection-secret: the Secret with the project's API key", {
      hint: 'it is a Secret in the same namespace with orgId, publicApiKey and privateApiKey',
    });
  }
}

/** The object that the flags describe. @throws UserError if no project is given */
export function manifestOf(
  { provider, region, flags, cloudFlags }: Description,
  namespace: string,
  name: string,
): AtlasPrivateEndpoint {
  const { project, projectId, connectionSecret } = flags;
  if (project === undefined && projectId === undefined) {
    throw new UserError(`atlasprivateendpoint/${name} does not exist yet, and no project is given for it`, {
      hint: 'give it with --project PROJECT, or with --project-id ID --connection-secret SECRET',
    });
  }
  const [projectName, projectNamespace] = (project ?? '').split('/').toReversed();
  return {
    ...typeMeta(privateEndpointResource),
    metadata: { name, namespace },
    spec: {
      ...(projectId === undefined
        ? {
            projectRef: {
              ...(projectName === undefined ? {} : { name: projectName }),
              ...(projectNamespace === undefined ? {} : { namespace: projectNamespace }),
            },
          }
        : { externalProjectRef: { id: projectId } }),
      ...(connectionSecret === undefined ? {} : { connectionSecret: { name: connectionSecret } }),
      provider,
      region,
      ...describedSpec(provider, cloudFlags),
    },
  };
}

/**
 * Refuses to change an object's provider or region: the operator ignores another region once there is a service, and for another provider
 * it forgets the old service, which stays in Atlas (operator v2.7.0:internal/controller/atlasprivateendpoint/privateendpoint.go).
 */
export function refuseEdit(object: AtlasPrivateEndpoint, { provider, region, flags: given }: Description): void {
  const spec = object.spec;
  const name = `atlasprivateendpoint/${object.metadata.name}`;
  const flags = { provider, region };
  const { namespace } = object.metadata;
  const more = [{ placeholder: '…' }];
  const hint: Hint = [
    'each object is for one provider and region; create another: ',
    { verb: 'create', source: 'ape/NAME', namespace, flags, more },
  ];
  if (spec?.provider !== provider) {
    throw new UserError(
      `${name} is for ${spec?.provider}, and changing it to ${provider} is refused: the operator would create a new service and leave the old one in Atlas indefinitely`,
      { hint },
    );
  }
  if (spec.region !== region) {
    throw new UserError(
      `${name} is for ${spec.region}, and changing it to ${region} is refused: the operator ignores another region once it has a service`,
      { hint },
    );
  }
  refuseOtherProject(object, given);
}

/** @throws UserError for flags that name another project, or other credentials, than those of an existing object */
function refuseOtherProject({ metadata, spec }: AtlasPrivateEndpoint, flags: DescriptionFlags): void {
  const { name, namespace = '' } = metadata;
  const { projectRef, externalProjectRef, connectionSecret } = spec ?? {};
  const whole = (text: string): string => (text.includes('/') ? text : `${namespace}/${text}`);
  const own = projectRef?.name === undefined ? undefined : `${projectRef.namespace ?? namespace}/${projectRef.name}`;
  const edit = { kubectl: ['edit', `atlasprivateendpoint/${name}`, '-n', namespace] };
  const compare = (flag: string, given: string | undefined, has: string | undefined): void => {
    if (given === undefined || given === has) return;
    const instead = own ?? externalProjectRef?.id ?? 'none';
    throw new UserError(
      `atlasprivateendpoint/${name} exists, with ${flag === 'connection-secret' ? `the connection secret ${has ?? 'of its project'}` : `the project ${instead}`}, not ${given}`,
      { hint: [`omit --${flag}, choose another name for a new object, or change this one with: `, edit] },
    );
  };
  compare('project', flags.project === undefined ? undefined : whole(flags.project), own);
  compare('project-id', flags.projectId, externalProjectRef?.id);
  compare('connection-secret', flags.connectionSecret, connectionSecret?.name);
}

/**
 * Refuses a placement in a region from which the service cannot be reached: without supportedRegions, that is every other region
 * (operator v2.15.0:api/v1/atlasprivateendpoint_types.go; in Atlas, such an endpoint becomes FAILED).
 */
export function refuseRemote(object: AtlasPrivateEndpoint, region: string | undefined, cloud: CloudFacts): void {
  const { region: home = '', supportedRegions } = object.spec ?? {};
  if (
    region === undefined ||
    [home, ...(supportedRegions ?? [])].some((each) => nameOneRegion(each, region, cloud.kind))
  )
    return;
  const name = `atlasprivateendpoint/${object.metadata.name}`;
  if (cloud.regionSaidBy !== undefined) {
    throw new UserError(`${name} is for ${home}, not for ${region}`, {
      hint: `omit --region: on ${cloud.name} ${cloud.regionSaidBy} determines the region`,
    });
  }
  throw new UserError(`${name} is for ${home}, and its service does not accept endpoints from ${region}`, {
    hint: [
      'create another object for that region, or, with operator 2.15 or later and a sharded cluster, add it to spec.supportedRegions: ',
      { kubectl: ['edit', name, '-n', object.metadata.namespace ?? ''] },
    ],
  });
}

import { UserError } from '../../../core/errors.ts';
import { typeMeta } from '../../api/custom-resource.ts';
import type { CloudFacts } from '../../../cloud/facts.ts';
import type { CloudKind } from '../../../cloud/kind.ts';
import { cloudNamed, clouds, isServed } from '../../../cloud/table.ts';
import { type AtlasPrivateEndpoint, privateEndpointResource } from '../../api/private-endpoint.ts';
import { isSameRegion } from '../../api/region.ts';

/** The flags that describe an AtlasPrivateEndpoint which is not there yet. */
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
}

/**
 * Reads the flags, before anything is asked of a cluster.
 * @returns undefined when they describe no object
 * @throws UserError for a provider or region that is none, and for flags that need each other
 */
export function describe(flags: DescriptionFlags): Description | undefined {
  const { project, projectId, connectionSecret, provider, region } = flags;
  if (project === undefined && projectId === undefined && connectionSecret === undefined && provider === undefined)
    return undefined;
  const cloud = provider?.toUpperCase();
  if (cloud === undefined) {
    throw new UserError('--provider is missing: an AtlasPrivateEndpoint is for one cloud and region', {
      hint: `give it with ${Object.keys(clouds)
        .map((kind) => `--provider ${kind}`)
        .join(' or ')}, and the region with --region`,
    });
  }
  if (!isServed(cloud)) {
    throw new UserError(`invalid value "${provider}" for --provider: not ${Object.keys(clouds).join(' or ')}`, {
      hint: 'on another cloud create the object with kubectl: this program makes no endpoints there',
    });
  }
  const { regionExample } = cloudNamed(cloud);
  if (region === undefined) {
    throw new UserError('--region is missing: an AtlasPrivateEndpoint is for one cloud and region', {
      hint: `it is the region of the cluster, such as --region ${regionExample.atlas} or ${regionExample.own}`,
    });
  }
  checkProject(flags);
  return { provider: cloud, region: cloudNamed(cloud).atlasRegion(region), flags };
}

/** @throws UserError for flags that name the project in two ways, or in half of one */
function checkProject({ project, projectId, connectionSecret }: DescriptionFlags): void {
  if (project !== undefined && projectId !== undefined) {
    throw new UserError(
      '--project and --project-id exclude each other: one names an AtlasProject, the other its id in Atlas',
      {
        hint: 'leave one of them out',
      },
    );
  }
  if (projectId !== undefined && !/^[0-9a-f]{24}$/.test(projectId)) {
    throw new UserError(`invalid value "${projectId}" for --project-id: not 24 hexadecimal digits`, {
      hint: 'an AtlasProject is named with --project',
    });
  }
  if (projectId !== undefined && connectionSecret === undefined) {
    throw new UserError('--project-id needs --connection-secret: the Secret with the API key of the project', {
      hint: 'it is a Secret in the same namespace with orgId, publicApiKey and privateApiKey',
    });
  }
}

/** The object that the flags describe. @throws UserError where the project is not named */
export function manifestOf(
  { provider, region, flags }: Description,
  namespace: string,
  name: string,
): AtlasPrivateEndpoint {
  const { project, projectId, connectionSecret } = flags;
  if (project === undefined && projectId === undefined) {
    throw new UserError(`atlasprivateendpoint/${name} is not there yet, and its project is not named`, {
      hint: 'name it with --project PROJECT, or with --project-id ID --connection-secret SECRET',
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
    },
  };
}

/**
 * Refuses to make of an object what it is not: the operator ignores another region once there is a service, and forgets the old
 * service in Atlas for another provider (operator v2.7.0:internal/controller/atlasprivateendpoint/privateendpoint.go).
 */
export function refuseEdit(object: AtlasPrivateEndpoint, { provider, region }: Description): void {
  const spec = object.spec;
  const name = `atlasprivateendpoint/${object.metadata.name}`;
  const hint = `one object is for one provider and region; make another: kubectl atlas-pe create ape/NAME --provider ${provider} --region ${region} …`;
  if (spec?.provider !== provider) {
    throw new UserError(
      `${name} is for ${spec?.provider}, and changing it to ${provider} is refused: the operator would make a new service and leave the old one in Atlas for ever`,
      { hint },
    );
  }
  if (spec.region !== region) {
    throw new UserError(
      `${name} is for ${spec.region}, and changing it to ${region} is refused: the operator ignores another region once it has a service`,
      { hint },
    );
  }
}

/**
 * Refuses a placement in a region from which the service cannot be reached: without supportedRegions that is every other one
 * (operator v2.15.0:api/v1/atlasprivateendpoint_types.go; Atlas makes such an endpoint FAILED).
 */
export function refuseRemote(object: AtlasPrivateEndpoint, region: string | undefined, cloud: CloudFacts): void {
  const { region: home = '', supportedRegions } = object.spec ?? {};
  if (region === undefined || [home, ...(supportedRegions ?? [])].some((each) => isSameRegion(each, region))) return;
  const name = `atlasprivateendpoint/${object.metadata.name}`;
  if (cloud.regionFlag(home) === undefined) {
    throw new UserError(`${name} is for ${home}, not for ${region}`, {
      hint: `leave --region out: on ${cloud.name} the network says where the endpoint is`,
    });
  }
  throw new UserError(`${name} is for ${home}, and its service takes no endpoints from ${region}`, {
    hint: `make another object for that region; or, with operator 2.15 or later and a sharded cluster, add it to spec.supportedRegions: kubectl edit ${name} -n ${object.metadata.namespace ?? ''}`,
  });
}

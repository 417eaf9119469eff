import { nearest } from '../../core/did-you-mean.ts';
import { sameId } from '../../core/cloud-endpoint.ts';
import { AmbiguousError, UserError } from '../../core/errors.ts';
import type { EndpointState } from '../../core/endpoint.ts';
import type { OwnCommand } from '../../core/next-command.ts';
import type { KubeObject } from '../../kube/resource.ts';
import type { Target } from './lookup.ts';

/**
 * The label of the endpoint to work on: the given one, else the only one, else the default.
 * @param create whether a label that does not exist yet may be chosen
 * @throws UserError if there are several to choose from, or if none exists and none may be created
 */
export function chooseLabel(
  target: Target,
  object: KubeObject,
  named: string | undefined,
  create: boolean,
): { label: string; chosen: string | undefined } {
  const endpoints = target.source.endpoints(object);
  if (named !== undefined) {
    if (!create && target.source.find(object, named) === undefined) throw labelMissing(target, named, endpoints);
    return { label: target.source.spell(object, named), chosen: undefined };
  }
  const declared = endpoints.filter((endpoint) => endpoint.declared);
  const [only, second] = declared;
  const standard = target.source.defaultLabel(object);
  if (only !== undefined && second === undefined) return { label: only.label, chosen: 'the only one' };
  if (standard !== undefined && declared.some((endpoint) => endpoint.label === standard))
    return { label: standard, chosen: 'the default label' };
  if (only === undefined && create && standard === undefined) {
    throw new UserError(`no endpoint given for ${target.reference}`, {
      hint: 'name it by provider and region, such as --endpoint AWS/US_EAST_1',
    });
  }
  if (only === undefined && standard !== undefined && create) return { label: standard, chosen: 'the default label' };
  if (only === undefined) {
    throw new UserError(`${target.reference} declares no private endpoint`, {
      hint: ['declare one with: ', createOn(target)],
    });
  }
  throw severalDeclared(target, declared);
}

/** The error for several endpoints that could be meant. */
export function severalDeclared({ reference }: Target, declared: readonly EndpointState[]): AmbiguousError {
  const labels = declared.map(({ label }) => label);
  return new AmbiguousError(
    `${reference} declares several endpoints: ${labels.join(', ')}`,
    `choose one with --endpoint ${labels[0]}`,
    'endpoint',
    declared.map(({ label, phase }) => ({ value: label, text: `${label} (${phase ?? '<unknown>'})` })),
  );
}

/**
 * The endpoints of an object that a name matches: a label in any spelling, a cloud endpoint's id or the last part of it, or the name of an
 * object with only one endpoint.
 */
export function endpointsNamed({ source }: Target, object: KubeObject, name: string): readonly EndpointState[] {
  const all = source.endpoints(object);
  const spelled = source.spell(object, name);
  const isNamed = (endpoint: EndpointState): boolean =>
    endpoint.label === name ||
    endpoint.label === spelled ||
    [endpoint.declaredId, endpoint.linkedId].some((id) => id !== undefined && isHandle(id, name));
  const found = all.filter(isNamed);
  if (found.length > 0) return found;
  return name === source.defaultLabel(object) && all.length === 1 ? all : [];
}

/** Whether a text is the id, or the last part of an id that is a path. */
function isHandle(id: string, text: string): boolean {
  return sameId(id, text) || (id.startsWith('/') && sameId(id.slice(id.lastIndexOf('/') + 1), text));
}

/** Refuses a label that is the id of one cloud endpoint together with --id of another, which would be connected additionally. */
export function refuseTwoIds({ source }: Target, object: KubeObject, label: string, id: string | undefined): void {
  const isId = source.endpoints(object).some(({ declaredId }) => declaredId !== undefined && sameId(declaredId, label));
  if (!isId || id === undefined || sameId(label, id)) return;
  throw new UserError(`--endpoint and --id name different cloud endpoints: ${label} and ${id}`, {
    hint: 'omit --endpoint to connect the second one too, or --id to continue with the first',
  });
}

/** The error for a label that no endpoint has. */
export function labelMissing(target: Target, label: string, endpoints: readonly EndpointState[]): UserError {
  const labels = endpoints.map((endpoint) => endpoint.label);
  const near = nearest(label, labels);
  return new UserError(`${target.reference} has no endpoint "${label}"`, {
    hint:
      near !== undefined
        ? `did you mean --endpoint ${near}?`
        : labels.length > 0
          ? `it has: ${labels.join(', ')}`
          : ['declare it with: ', createOn(target, label)],
  });
}

/** The command that declares an endpoint. @param label undefined for the default */
function createOn({ reference, namespace }: Target, label?: string): OwnCommand {
  return { verb: 'create', source: reference, namespace, flags: { endpoint: label } };
}

/** HTTP statuses of the codes that are not a plain 400 (ec2.md, section Errors). */
const statuses: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AuthFailure: 401,
  UnauthorizedOperation: 403,
  DryRunOperation: 412,
  InternalError: 500,
  InternalFailure: 500,
  RequestLimitExceeded: 503,
  ServiceUnavailable: 503,
  Unavailable: 503,
};

/** A refusal that goes over the wire as EC2 writes it. */
export class Ec2Error extends Error {
  readonly code: string;
  readonly status: number;
  /** The Date header of the answer; that of the real clock when left out. */
  date: string | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status ?? statuses[code] ?? 400;
  }
}

export const missingParameter = (name: string): Ec2Error =>
  new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidParameter = (message: string): Ec2Error => new Ec2Error('InvalidParameter', message);

export const invalidValue = (message: string): Ec2Error => new Ec2Error('InvalidParameterValue', message);

export const invalidServiceName = (name: string): Ec2Error =>
  new Ec2Error('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);

interface IdKind {
  /** What an id of the kind begins with, up to its dash. */
  readonly prefix: string;
  readonly malformed: string;
  readonly notFound: string;
  /** What EC2 calls it when it does not exist. */
  readonly noun: string;
  /** What the endpoint actions call it when it is malformed; the network actions have one text for all. */
  readonly label?: string;
}

/**
 * EC2 spells a code differently from action to action (`InvalidSubnetID.NotFound`, `InvalidSubnetId.NotFound`). The fake gives one
 * spelling to the network actions and the other to the endpoint ones, so that a client has to know both.
 */
export const idKinds = {
  endpoint: {
    prefix: 'vpce',
    malformed: 'InvalidVpcEndpointId.Malformed',
    notFound: 'InvalidVpcEndpointId.NotFound',
    noun: 'Vpc Endpoint Id',
    label: 'Vpc Endpoint Id',
  },
  acl: {
    prefix: 'acl',
    malformed: 'InvalidNetworkAclID.Malformed',
    notFound: 'InvalidNetworkAclID.NotFound',
    noun: 'network acl ID',
  },
  vpc: { prefix: 'vpc', malformed: 'InvalidVpcID.Malformed', notFound: 'InvalidVpcID.NotFound', noun: 'vpc ID' },
  subnet: {
    prefix: 'subnet',
    malformed: 'InvalidSubnetID.Malformed',
    notFound: 'InvalidSubnetID.NotFound',
    noun: 'subnet ID',
  },
  group: {
    prefix: 'sg',
    malformed: 'InvalidGroupId.Malformed',
    notFound: 'InvalidGroup.NotFound',
    noun: 'security group',
  },
  instance: {
    prefix: 'i',
    malformed: 'InvalidInstanceID.Malformed',
    notFound: 'InvalidInstanceID.NotFound',
    noun: 'instance ID',
  },
  vpcOfEndpoint: {
    prefix: 'vpc',
    malformed: 'InvalidVpcId.Malformed',
    notFound: 'InvalidVpcId.NotFound',
    noun: 'Vpc Id',
    label: 'Vpc Id',
  },
  subnetOfEndpoint: {
    prefix: 'subnet',
    malformed: 'InvalidSubnetId.Malformed',
    notFound: 'InvalidSubnetId.NotFound',
    noun: 'subnet ID',
    label: 'Subnet Id',
  },
  groupOfEndpoint: {
    prefix: 'sg',
    malformed: 'InvalidSecurityGroupId.Malformed',
    notFound: 'InvalidSecurityGroupID.NotFound',
    noun: 'security group',
    label: 'Security Group Id',
  },
} as const satisfies Record<string, IdKind>;

export const notFound = (kind: IdKind, id: string): Ec2Error =>
  new Ec2Error(kind.notFound, `The ${kind.noun} '${id}' does not exist`);

/** Fails unless each id has the form of its kind. @throws Ec2Error */
export function checkIds(kind: IdKind, ids: readonly string[]): void {
  const bad = ids.find((id) => !new RegExp(`^${kind.prefix}-[0-9a-z]+$`).test(id));
  if (bad === undefined) return;
  throw new Ec2Error(
    kind.malformed,
    kind.label === undefined
      ? `Invalid id: "${bad}" (expecting "${kind.prefix}-...")`
      : `Invalid ${kind.label}: '${bad}' (expecting '${kind.prefix}-...; the Id may only contain lowercase alphanumeric characters and a single dash')`,
  );
}

/** What the ids name, in their order. @throws Ec2Error for the first that is malformed or unknown */
export function lookUp<T>(kind: IdKind, ids: readonly string[], known: ReadonlyMap<string, T>): T[] {
  checkIds(kind, ids);
  return ids.map((id) => {
    const found = known.get(id);
    if (found === undefined) throw notFound(kind, id);
    return found;
  });
}

import type { ShellCommand } from '../../../core/next-command.ts';
import { awsCommand } from '../command.ts';
import type {
  CreateVpcEndpointCommandInput,
  DescribeSecurityGroupsCommandInput,
  Filter,
  Instance,
  NetworkAcl,
  SecurityGroup,
  Subnet,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import {
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeVpcEndpoints,
} from '../sdk.ts';
import type { UserError } from '../../../core/errors.ts';
import type { Retries } from '../../../core/retries/retries.ts';
import { causeOf } from '../../account/errors.ts';
import { ChangeRefused } from '../../account/change-refused.ts';
import { type RequestLog, logged } from '../../account/request-log.ts';
import { type With, listed } from '../../account/unreadable.ts';
import { awsError, isEndpointNotFound, passingErrors, UnsuccessfulError } from './errors.ts';
import type { AwsSession } from './identity/session.ts';
import type { Where } from './refusals/advice.ts';
import type { Ec2Tag } from '../tags.ts';
import { renewal } from './sign-in/errors.ts';

/** A filter takes 200 values (docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html). */
export const FILTER_VALUES = 200;

export interface Ec2Options {
  readonly region: string;
  readonly session: AwsSession;
  readonly log: RequestLog;
  readonly retries: Retries;
  /** Whether only reads are sent, and requests that EC2 is to check and not to carry out (`DryRun`). */
  readonly changesNothing?: boolean | undefined;
}

/** What EC2 documents to be in every subnet and group. */
type KnownSubnet = With<Subnet, 'SubnetId' | 'VpcId' | 'AvailabilityZone'>;
type KnownGroup = With<SecurityGroup, 'GroupId' | 'GroupName' | 'VpcId'>;

/** The EC2 calls that endpoints need, in one region. Every failure is a UserError. */
export class Ec2 {
  readonly #client: EC2Client;
  readonly #options: Ec2Options;

  constructor(options: Ec2Options) {
    this.#options = options;
    // Sent again by the rules of every cloud, which have a signal and know --timeout.
    this.#client = new EC2Client({ ...options.session.clientSettings('ec2', options.region), maxAttempts: 1 });
    this.#client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) =>
          this.#again(commandName.replace(/Command$/, ''), () => next(args)),
      { step: 'initialize', priority: 'high', name: 'sentAgain' },
    );
    if (options.changesNothing === true)
      this.#client.middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) => {
            const isHarmless = /^(Describe|Get)/.test(commandName) || ('DryRun' in args.input && args.input.DryRun);
            if (isHarmless !== true) throw new ChangeRefused(`ec2 ${commandName.replace(/Command$/, '')}`);
            return next(args);
          },
        { step: 'initialize', priority: 'high', name: 'changesNothing' },
      );
  }

  get region(): string {
    return this.#options.region;
  }

  /** Fails when there are no credentials. @throws UserError */
  async login(): Promise<void> {
    const { mayAsk } = this.#options.session;
    await this.#call('GetCredentials', () =>
      this.#again('GetCredentials', () => this.#client.config.credentials(), mayAsk),
    );
  }

  async createEndpoint(input: CreateVpcEndpointCommandInput): Promise<VpcEndpoint> {
    const answer = await this.#call('CreateVpcEndpoint', () => this.#client.send(new CreateVpcEndpointCommand(input)));
    return answer.VpcEndpoint ?? {};
  }

  /** Has EC2 check a creation. @throws UserError if it would refuse */
  async checkCreation(input: CreateVpcEndpointCommandInput): Promise<void> {
    const command = new CreateVpcEndpointCommand({ ...input, DryRun: true });
    await this.#check('CreateVpcEndpoint', () => this.#client.send(command));
  }

  /** Has EC2 check a deletion. @throws UserError if it would refuse */
  async checkDeletion(id: string): Promise<void> {
    const command = new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id], DryRun: true });
    await this.#check('DeleteVpcEndpoints', () => this.#client.send(command));
  }

  /** What would succeed is an error of its own (AWSEC2/latest/APIReference/CommonParameters.html, "DryRun"). */
  async #check(action: string, send: () => Promise<unknown>): Promise<void> {
    const checked = async (): Promise<void> => {
      await send().catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'DryRunOperation')) throw error;
      });
    };
    await this.#call(action, checked);
  }

  /** Adds tags to an endpoint that has just been created, which EC2 may not show everywhere yet. */
  async createTags(id: string, tags: readonly Ec2Tag[]): Promise<void> {
    const { retries, region } = this.#options;
    const nextCommand = awsCommand('ec2 describe-vpc-endpoints', this.#scope, ['--vpc-endpoint-ids', id]);
    const tag = (): Promise<unknown> =>
      this.#call(
        'CreateTags',
        () => this.#client.send(new CreateTagsCommand({ Resources: [id], Tags: [...tags] })),
        nextCommand,
      );
    await retries.send(
      {
        server: `EC2 in ${region}, which does not know ${id} yet`,
        passing: (error) => (isEndpointNotFound(causeOf(error)) ? { reached: true } : undefined),
        describe: (error) => awsError(error, { action: 'CreateTags', ...this.#where }),
        limitsItself: true,
      },
      tag,
    );
  }

  /** The endpoint, or undefined where EC2 does not know the id (yet, or any more). */
  async describeEndpoint(id: string): Promise<VpcEndpoint | undefined> {
    try {
      return await this.#call('DescribeVpcEndpoints', async () => {
        const answer = await this.#client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
        return listed(answer.VpcEndpoints, 'an endpoint', ['VpcEndpointId'])[0];
      });
    } catch (error) {
      if (isEndpointNotFound(causeOf(error))) return undefined;
      throw error;
    }
  }

  /**
   * Asks for a deletion. EC2 answers 200 also where it deletes nothing, and lists what it did not delete (API reference,
   * DeleteVpcEndpoints). An id that it does not know is no error.
   */
  async deleteEndpoint(id: string): Promise<void> {
    const nextCommand = awsCommand('ec2 describe-vpc-endpoints', this.#scope, ['--vpc-endpoint-ids', id]);
    try {
      await this.#call(
        'DeleteVpcEndpoints',
        async () => {
          const answer = await this.#client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
          const failed = answer.Unsuccessful?.[0]?.Error;
          if (failed !== undefined) throw new UnsuccessfulError(failed.Code, failed.Message);
        },
        nextCommand,
      );
    } catch (error) {
      if (!isEndpointNotFound(causeOf(error))) throw error;
    }
  }

  /** All endpoints that match the filters; pages are followed. */
  async findEndpoints(filters: Filter[]): Promise<VpcEndpoint[]> {
    return this.list(
      'DescribeVpcEndpoints',
      (client) => paginateDescribeVpcEndpoints({ client }, { Filters: filters }),
      ({ VpcEndpoints }) => listed(VpcEndpoints, 'an endpoint', ['VpcEndpointId']),
    );
  }

  /** What all pages of a list have. @param action as EC2 names it @param read takes it from a page */
  list<P, T>(action: string, pages: (client: EC2Client) => AsyncIterable<P>, read: (page: P) => T[]): Promise<T[]> {
    return this.#call(action, async () => (await Array.fromAsync(pages(this.#client))).flatMap(read));
  }

  /** The network ACLs of at most FILTER_VALUES subnets; each subnet has one. */
  async describeNetworkAcls(subnetIds: readonly string[]): Promise<NetworkAcl[]> {
    const Filters = [{ Name: 'association.subnet-id', Values: [...subnetIds] }];
    return this.#call('DescribeNetworkAcls', async () => {
      const answer = await this.#client.send(new DescribeNetworkAclsCommand({ Filters }));
      return listed(answer.NetworkAcls, 'a network ACL', ['NetworkAclId']);
    });
  }

  async describeSubnets(ids: readonly string[]): Promise<KnownSubnet[]> {
    return this.#call('DescribeSubnets', async () => {
      const answer = await this.#client.send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }));
      return listed(answer.Subnets, 'a subnet', ['SubnetId', 'VpcId', 'AvailabilityZone']);
    });
  }

  async describeSecurityGroups(ids: readonly string[]): Promise<KnownGroup[]> {
    return this.#describeGroups({ GroupIds: [...ids] });
  }

  /** The group that an endpoint gets when none is asked for. */
  async describeDefaultGroup(vpcId: string): Promise<KnownGroup[]> {
    const filters = [
      { Name: 'vpc-id', Values: [vpcId] },
      { Name: 'group-name', Values: ['default'] },
    ];
    return this.#describeGroups({ Filters: filters });
  }

  #describeGroups(input: DescribeSecurityGroupsCommandInput): Promise<KnownGroup[]> {
    return this.#call('DescribeSecurityGroups', async () => {
      const answer = await this.#client.send(new DescribeSecurityGroupsCommand(input));
      return listed(answer.SecurityGroups, 'a security group', ['GroupId', 'GroupName', 'VpcId']);
    });
  }

  /** The networks of a VPC, of one version of IP, the first one first. */
  async describeVpcCidrs(vpcId: string, version: 4 | 6 = 4): Promise<string[]> {
    const answer = await this.#call('DescribeVpcs', () =>
      this.#client.send(new DescribeVpcsCommand({ VpcIds: [vpcId] })),
    );
    const [vpc] = answer.Vpcs ?? [];
    const cidrs =
      version === 4
        ? [vpc?.CidrBlock, ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)]
        : (vpc?.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
    return [...new Set(cidrs)].filter((cidr) => cidr !== undefined);
  }

  async hasDnsSupport(vpcId: string): Promise<boolean | undefined> {
    const answer = await this.#call('DescribeVpcAttribute', () =>
      this.#client.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsSupport' })),
    );
    return answer.EnableDnsSupport?.Value;
  }

  /** What a service is offered to: the names of its zones, none for one of another region, and `ipv4`, `ipv6` or both. */
  async describeService(service: string): Promise<{ readonly zones: string[]; readonly families: string[] }> {
    const answer = await this.#call('DescribeVpcEndpointServices', () =>
      this.#client.send(new DescribeVpcEndpointServicesCommand({ ServiceNames: [service] })),
    );
    const { AvailabilityZones = [], SupportedIpAddressTypes = [] } = answer.ServiceDetails?.[0] ?? {};
    return { zones: AvailabilityZones, families: SupportedIpAddressTypes };
  }

  /** The instances of these ids that EC2 knows: one that has just been ended is left out, where naming it would be an error. */
  async describeInstances(ids: readonly string[]): Promise<Instance[]> {
    const found: Instance[] = [];
    for (let at = 0; at < ids.length; at += FILTER_VALUES) {
      const filters = [{ Name: 'instance-id', Values: ids.slice(at, at + FILTER_VALUES) }];
      const answer = await this.#call('DescribeInstances', () =>
        this.#client.send(new DescribeInstancesCommand({ Filters: filters, MaxResults: 1000 })),
      );
      found.push(...(answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances));
    }
    return found;
  }

  /** Sends a request until it succeeds or fails for good. */
  #again<T>(action: string, send: () => Promise<T>, limitsItself = false): Promise<T> {
    const { region, retries } = this.#options;
    const describe = (error: unknown): UserError => awsError(error, { action, ...this.#where });
    return retries.send({ server: `EC2 in ${region}`, passing: passingErrors(), describe, limitsItself }, send);
  }

  /** Where its requests go, and as whom, for printed commands. */
  get #scope(): { readonly region: string; readonly profile: string | undefined } {
    const { region, session } = this.#options;
    return { region, profile: session.profileFlag };
  }

  /** The same for errors. */
  get #where(): Omit<Where, 'action'> {
    const { source } = this.#options.session;
    return { ...this.#scope, renewal: renewal(source) };
  }

  async #call<T>(action: string, send: () => Promise<T>, nextCommand?: ShellCommand): Promise<T> {
    const { region, log } = this.#options;
    try {
      return await logged(log, `ec2 ${action} ${region}`, send);
    } catch (error) {
      if (error instanceof ChangeRefused) throw error;
      throw awsError(error, { action, ...this.#where, nextCommand });
    }
  }
}

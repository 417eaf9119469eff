import type { Action } from './action.ts';
import { createNetworkAclEntry, describeNetworkAcls } from './acls.ts';
import { authorizeSecurityGroupIngress, modifyVpcAttribute, modifyVpcEndpoint } from './changes.ts';
import { createVpcEndpoint } from './create.ts';
import { deleteVpcEndpoints, describeVpcEndpoints } from './endpoints.ts';
import { Ec2Error } from './errors.ts';
import { describeInstances } from './instances.ts';
import { describeSecurityGroups, describeSubnets, describeVpcAttribute, describeVpcs } from './network.ts';
import type { Query } from './query.ts';
import { describeVpcEndpointServices } from './services.ts';
import { createTags } from './tags.ts';

const actions: Readonly<Record<string, Action>> = {
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  CreateNetworkAclEntry: createNetworkAclEntry,
  CreateTags: createTags,
  CreateVpcEndpoint: createVpcEndpoint,
  DeleteVpcEndpoints: deleteVpcEndpoints,
  DescribeInstances: describeInstances,
  DescribeNetworkAcls: describeNetworkAcls,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeVpcEndpointServices: describeVpcEndpointServices,
  DescribeVpcEndpoints: describeVpcEndpoints,
  DescribeVpcs: describeVpcs,
  ModifyVpcAttribute: modifyVpcAttribute,
  ModifyVpcEndpoint: modifyVpcEndpoint,
};

/** The action that a request asks for and may go on with. @throws Ec2Error, for a dry run too */
export function actionOf(query: Query): Action {
  const name = query.text('Action');
  if (name === undefined) throw new Ec2Error('MissingAction', 'The request must contain the parameter Action');
  const action = actions[name];
  if (action === undefined)
    throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`);
  query.knows(action.knows);
  if (query.flag('DryRun') === true)
    throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  return action;
}

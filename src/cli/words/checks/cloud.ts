import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { cloudChecks, idChecks, networkChecks } from '../../../core/chain/links/cloud.ts';

export const cloudWords: WordsOf<typeof cloudChecks> = {
  PE300: {
    title: 'The cloud account can be read',
    why: 'There are no credentials for it, or they lack read permission. Nothing is broken, but the cloud side cannot be checked.',
    fix: 'Sign in, or choose the account with the flags of its cloud, such as `--profile`.',
    says: { unreadable: '{reason}' },
  },
  PE301: {
    title: 'The cloud endpoint exists',
    why: 'It was deleted without Atlas knowing, or it is in another account or region than the one searched.',
    fix: 'Choose the account and region with the flags; if it was deleted, delete the declaration and create a new one with `up`.',
    says: { there: '{id|short} in {place}', gone: '{id|short} does not exist in {searched}' },
  },
  PE302: {
    title: 'The cloud endpoint is connected',
    why: 'Atlas accepts an endpoint once it knows its id. Either Atlas refused this one, or its id was given to another project.',
    fix: 'Link it in the project that owns the service. An endpoint that is rejected, failed or disconnected must be deleted and created again.',
    says: {
      connected: '{id|short} is {state}',
      creating: '{id|short} is {state}',
      waiting: '{id|short} is {state}: Atlas has not accepted it yet',
      'not-accepted': '{id|short} is {state}, though Atlas says AVAILABLE',
      dead: '{id|short} is {state}',
      'dead-because': '{id|short} is {state}: {reason}',
    },
  },
};

export const networkWords: WordsOf<typeof networkChecks> = {
  PE303: {
    title: 'The endpoint is in the network of the nodes',
    why: 'The endpoint was created in another network. On AWS and Azure, nodes may reach it through peering and routes; on Google Cloud, only from the same network.',
    fix: 'Create an endpoint in the network of the nodes, or check peering, routes and rules.',
    says: {
      'beside-nodes': 'the nodes are in {place}',
      elsewhere: '{id|short} is in {place}, and the nodes are in {others}: they need peering and routes',
      unreachable: '{id|short} is in {place}, and the nodes are in {others}: they cannot reach it',
    },
  },
};

export const idWords: WordsOf<typeof idChecks> = {
  PE400: {
    title: 'The cloud endpoint is for this service',
    why: 'The id of an endpoint for another service, project or region was written into the spec.',
    fix: 'Remove it from the spec, and create an endpoint for the service that the check names.',
    says: {
      'same-service': 'both sides name the same service',
      'other-service': '{id|short} is for {service|service}, not for {expected|service}',
    },
  },
  PE401: {
    title: 'The spec has the address of the cloud endpoint',
    why: 'The address in the spec belongs to another network interface. The operator ignores an edit that changes only the address.',
    fix: 'Delete the endpoint and link it again; `link` reads the address from the cloud.',
    says: { 'other-attachment': 'the spec and the cloud disagree about {id|short}, for example about its address' },
  },
};

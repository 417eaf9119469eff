import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { cloudChecks, idChecks, networkChecks } from '../../../core/chain/links/cloud.ts';

export const cloudWords: WordsOf<typeof cloudChecks> = {
  PE300: {
    title: 'The cloud account may be read',
    why: 'There are no credentials for it, or they may not read. Nothing is broken by that, but what the cloud shows cannot be judged.',
    fix: 'Sign in, or choose the account with the flags of its cloud, such as `--profile`.',
    says: { unreadable: '{reason}' },
  },
  PE301: {
    title: 'The cloud endpoint is there',
    why: 'It was deleted behind the back of Atlas, or it is in another account or region than was searched.',
    fix: 'Choose the account and region with the flags; if it was deleted, delete the declaration and make a new one with `up`.',
    says: { there: '{id|short} in {place}', gone: '{id|short} does not exist in {searched}' },
  },
  PE302: {
    title: 'The cloud endpoint is connected',
    why: 'Atlas accepts an endpoint once it knows its id. It was refused, or Atlas was told of it in another project.',
    fix: 'Link it in the project that owns the service. One that is rejected, failed or disconnected has to be deleted and made again.',
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
    why: 'The endpoint was made in another network. On AWS and Azure, peering and its routes may reach it; on Google Cloud nothing but the same network does.',
    fix: 'Make an endpoint in the network of the nodes, or check peering, routes and rules.',
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
    fix: 'Take it out, and make an endpoint for the service that is named.',
    says: {
      'same-service': 'both sides name the same service',
      'other-service': '{id|short} is for {service|service}, and not for {expected|service}',
    },
  },
  PE401: {
    title: 'The spec has the address of the cloud endpoint',
    why: 'The address in the spec is that of another network interface. Edits of an address alone are ignored by the operator.',
    fix: 'Delete the endpoint and link it again; `link` reads the address from the cloud.',
    says: { 'other-attachment': 'the spec says something else of {id|short} than its cloud does, such as its address' },
  },
};

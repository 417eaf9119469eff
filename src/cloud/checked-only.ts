import type { CloudProvider } from './provider.ts';

/** A cloud account that is looked at and asked for its judgement: changing something through it is a bug in the caller. */
export function checkedOnly(account: CloudProvider): CloudProvider {
  const { kind, pollMs, acceptedState } = account;
  const refuse = (what: string) => (): Promise<never> =>
    Promise.reject(new Error(`asked to ${what} on ${kind} where nothing may be changed`));
  return {
    kind,
    pollMs,
    ...(acceptedState === undefined ? {} : { acceptedState }),
    // It may be known only after a search.
    get searched() {
      return account.searched;
    },
    identity: (ids) => account.identity(ids),
    preflight: (fresh) => account.preflight(fresh),
    get: (id, service) => account.get(id, service),
    find: (owner, service) => account.find(owner, service),
    made: (owner) => account.made(owner),
    placeFromNodes: (nodes, service, given) => account.placeFromNodes(nodes, service, given),
    placeOptions: (query) => account.placeOptions(query),
    survey: (endpoints, nodes) => account.survey(endpoints, nodes),
    checkCreation: (owner, service) => account.checkCreation(owner, service),
    checkRemoval: (id) => account.checkRemoval(id),
    create: refuse('create an endpoint'),
    remove: refuse('delete an endpoint'),
  };
}

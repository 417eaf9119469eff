import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { declaredChecks } from '../../../core/chain/links/declared.ts';
import type { deploymentChecks } from '../../../core/chain/links/deployment.ts';
import type { linkedChecks, serviceChecks } from '../../../core/chain/links/service.ts';

export const deploymentWords: WordsOf<typeof deploymentChecks> = {
  PE130: {
    title: 'The cluster type supports private endpoints',
    why: 'Free, shared and Flex clusters have none. Atlas retired serverless instances in January 2026, and operators from 2.12 on ignore their endpoints.',
    fix: 'Use a dedicated cluster (M10 or larger).',
    says: {
      offers: '{reference} is {kind}',
      flex: '{reference} is a Flex cluster, which has no private endpoints',
      shared: '{reference} is a free or shared cluster, which has no private endpoints',
      'serverless-retired':
        "{reference} is serverless: this cluster's operator no longer reconciles its private endpoints",
    },
  },
  PE131: {
    title: 'The cluster runs',
    why: 'A paused cluster has no private connection string until it is resumed.',
    fix: 'Resume it.',
    says: { paused: '{reference} is paused, and has no private connection string until it is resumed' },
  },
  PE132: {
    title: 'Every region of the cluster has an endpoint',
    why: 'Atlas gives private strings to a cluster only if each of its regions, on every cloud, has an endpoint. Adding a region without one switches them off for the whole cluster.',
    fix: 'Create an endpoint in the region that lacks one, or remove the region from the cluster.',
    says: {
      'all-regions': 'every region of {reference} has an endpoint',
      'bare-region':
        '{reference} has no endpoint in {provider} {region}; without one there, Atlas gives the cluster no private string',
    },
    expects: { 'bare-region': 'an endpoint in every region of the cluster' },
  },
  PE133: {
    title: 'The cluster is not being changed',
    why: 'A string appears some minutes after the endpoint becomes available; meanwhile the cluster is UPDATING.',
    fix: 'Wait until the cluster is IDLE; look at its conditions if it never is.',
    says: { busy: '{reference} is {state}', trouble: '{reference}: {trouble}' },
  },
};

export const declaredWords: WordsOf<typeof declaredChecks> = {
  PE140: {
    title: 'An object declares the endpoint',
    why: 'Nothing declares it yet, or it was removed from the spec while Atlas still has it.',
    fix: 'Declare it.',
    says: {
      object: '{reference}',
      'declares-none': 'it declares no private endpoint',
      'declared-elsewhere': 'it declares no private endpoint itself; its project has {others}',
      'nothing-declares': 'nothing declares an endpoint in {provider} {region}',
      'not-in-spec': 'it is no longer in the spec',
    },
  },
  PE141: {
    title: 'Only one object declares the service',
    why: 'Atlas has one service for each project, provider and region. Two objects for it delete each other’s endpoints in turn.',
    fix: 'Keep one of them, with the ids of all endpoints, and delete the other one with a deletion policy that keeps what Atlas has.',
    says: { twin: '{twin}' },
  },
  PE142: {
    title: 'No sync undoes what was written',
    why: 'The manifest in Git lacks the id, or has another list; the next sync replaces the list.',
    fix: 'Put the change into the manifest. `up` and `link` print it.',
    says: { reverted: 'a sync will undo what was written: {reason}' },
  },
  PE143: {
    title: 'Spec and Atlas agree',
    why: 'The operator compares endpoints by their ids only, and some fields are fixed once Atlas has them: it ignores later edits.',
    fix: 'Declare a new endpoint, or put the old value back.',
    says: {
      mismatch: '{reason}',
      'other-id': 'the spec says {declaredId|short}, Atlas is connected to {linkedId|short}',
    },
  },
  PE144: {
    title: 'Nothing must be migrated before an end date',
    why: 'Atlas retires a way of connecting, such as services on Google Cloud without port mapping (2027-04-30).',
    fix: 'Migrate before that date.',
    says: { concern: '{reason}' },
  },
  PE145: {
    title: 'Atlas has nothing left that the spec no longer names',
    why: 'The operator does not delete an interface that failed, even after it was removed from the spec.',
    fix: 'Delete it in Atlas. Beware: Atlas deletes the service with its last interface, and a new one has another name.',
    says: { 'left-over': 'Atlas still has {id|short} ({state}), which the spec no longer names' },
  },
};

export const serviceWords: WordsOf<typeof serviceChecks> = {
  PE200: {
    title: 'Atlas has reserved the service',
    why: 'Atlas takes 3 to 5 minutes for a service. It fails if the region does not offer one, a limit is reached, or another object has the service.',
    fix: "Wait, or read Atlas's message.",
    says: { service: '{service|service}', 'in-progress': '{id|before}{reason}', broken: '{id|before}{reason}' },
  },
  PE201: {
    title: 'The service is ready in time',
    why: 'A paused cluster in the region, or a project without a payment method, keeps Atlas from creating it.',
    fix: "Resume the cluster; check the organization's billing; otherwise ask Atlas support.",
    says: { slow: 'Atlas has been creating the service for {ms|age}' },
    expects: { slow: 'a service within 15 minutes' },
  },
};

export const linkedWords: WordsOf<typeof linkedChecks> = {
  PE210: {
    title: 'Atlas is connected to the cloud endpoint',
    why: 'Its id is not in the spec yet, is wrong, belongs to another service or region, or was handed over before the cloud had created it.',
    fix: '`up` creates the cloud endpoint and gives its id to Atlas. If Atlas rejected it, create a new one; deleting the last one deletes the service too.',
    says: {
      'cloud-endpoint': '{id|short}{state|after}',
      'no-cloud-endpoint': 'no cloud endpoint is linked yet',
      'in-progress': '{id|before}{reason}',
      broken: '{id|before}{reason}',
    },
  },
};

import type { WordsOf } from '../../../core/chain/check-words.ts';
import type { kubernetesChecks } from '../../../core/chain/links/kubernetes.ts';
import type { operatorChecks } from '../../../core/chain/links/operator.ts';
import type { projectChecks } from '../../../core/chain/links/project.ts';

export const kubernetesWords: WordsOf<typeof kubernetesChecks> = {
  PE101: {
    title: 'The API server answers, and you may read everything that is needed',
    why: 'Your role lacks a permission, so some links cannot be checked. Nothing is broken.',
    fix: 'Ask for the Role in docs/permissions.md, or have someone who has it run the command.',
    says: {
      readable: 'the API server answers, and you may read everything that is needed',
      unreadable: '{reason}',
    },
  },
};

export const operatorWords: WordsOf<typeof operatorChecks> = {
  PE110: {
    title: 'The operator runs',
    why: 'Its Deployment is missing, scaled to zero or not ready, so nothing that you declare reaches Atlas.',
    fix: 'Install the MongoDB Atlas Kubernetes Operator, or scale its Deployment up; `kubectl describe` shows why its Pod is not ready.',
    says: {
      'version-runs': 'operator {version} runs in namespace {namespace}',
      runs: 'an operator runs in namespace {namespace}',
      works: 'an operator has processed {reference} as it is',
      absent: 'no operator runs in this cluster, and none has processed the object',
      'scaled-down': 'deployment/{name} in namespace {namespace} is scaled to zero',
      'not-ready': 'deployment/{name} in namespace {namespace} has no ready Pod',
      unreadable: 'cannot read whether the operator runs: {reason}',
    },
  },
  PE111: {
    title: 'The operator watches the namespace',
    why: 'The operator was installed for certain namespaces (`WATCH_NAMESPACE`), and ignores objects in any other.',
    fix: 'Add the namespace to the list. An operator that Helm installed takes it from the value `watchNamespaces`; it also needs a Role there.',
    says: {
      everywhere: 'the operator watches all namespaces',
      watched: 'the operator watches namespace {namespace}',
      unwatched: 'the operator watches {watches}, not namespace {namespace}',
    },
  },
  PE112: {
    title: 'The object is not excluded from reconciliation',
    why: 'The annotation `mongodb.com/atlas-reconciliation-policy: skip` makes the operator ignore the object.',
    fix: 'Remove the annotation; in the middle of a move by `migrate`, which sets it, finish the move or go back with `migrate --undo` instead.',
    says: {
      moving:
        'its endpoints are being moved to objects of their own: the operator ignores it until the move is finished, or taken back with migrate --undo',
      reconciled: 'no annotation excludes it from reconciliation',
      skipped: 'the annotation mongodb.com/atlas-reconciliation-policy: skip makes the operator ignore it',
    },
  },
  PE113: {
    title: 'The object is labelled for this version of the operator',
    why: 'The label `mongodb.com/atlas-resource-version` names another version of the operator, which then ignores the object.',
    fix: 'Remove the label, or set it to the version of the operator that runs.',
    says: { 'other-version': 'its label mongodb.com/atlas-resource-version is for another version of the operator' },
  },
  PE114: {
    title: 'The operator has processed the last change',
    why: 'The operator is stopped, is overloaded, or fails before it writes a status. It usually processes a change within seconds.',
    fix: "Read the operator's log and its events.",
    says: {
      current: 'the operator has processed the last change',
      behind: 'the operator has not processed the last change yet, which was made {changedMsAgo|age} ago',
      stuck: 'the operator has not processed generation {generation}, which was written {changedMsAgo|age} ago',
      untouched: 'the operator has written no status since the object was declared {changedMsAgo|age} ago',
    },
  },
  PE115: {
    title: 'A deletion finishes',
    why: 'The operator removes its finalizer only when Atlas has released everything: remaining interfaces, a failed endpoint or missing credentials keep the object.',
    fix: "Look at its conditions; delete what Atlas still has, or restore the operator's credentials.",
    says: {
      terminating: 'it has been terminating for {ms|age}',
      hangs: 'it has been terminating for {ms|age}: something keeps its finalizer',
    },
  },
  PE116: {
    title: 'The operator has access to Atlas',
    why: 'The Secret with the API key is missing, incomplete or without its label, or Atlas refuses the key: it was revoked, or its access list lacks the address of the cluster.',
    fix: 'Repair the Secret. Keys and their access lists are in Atlas under Organization › Access Manager › API Keys.',
    says: {
      key: 'secret/{name} has what the operator needs',
      'no-key': 'secret/{name} with the API key is missing in namespace {namespace}',
      'key-incomplete': 'secret/{name} lacks {missing}',
      'key-unlabelled':
        'secret/{name} lacks the label atlas.mongodb.com/type=credentials, without which the operator does not see it',
      refused: 'the operator has no access to Atlas: {reason}',
    },
  },
};

export const projectWords: WordsOf<typeof projectChecks> = {
  PE120: {
    title: 'The Atlas project exists and is ready',
    why: 'The reference names an AtlasProject that does not exist, or one that the operator cannot reconcile.',
    fix: 'Correct `spec.projectRef`, or look at the conditions of the project.',
    says: {
      ready: '{reference} is ready',
      'by-id': 'the project is given by its id',
      missing: '{reference} does not exist in namespace {namespace}',
      'not-ready': '{reference} is not ready: {trouble}',
      unreadable: 'the project cannot be read: {reason}',
    },
  },
};

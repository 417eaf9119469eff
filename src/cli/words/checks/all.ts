import type { Checks } from '../../../core/chain/check.ts';
import type { CheckWords } from '../../../core/chain/check-words.ts';
import { commonChecks, inOrder } from '../../../core/chain/checks.ts';
import { allClouds } from '../../../cloud/table.ts';
import { cloudWords, idWords, networkWords } from './cloud.ts';
import { dnsWords } from './dns.ts';
import { kubernetesWords, operatorWords, projectWords } from './operator.ts';
import { declaredWords, deploymentWords, linkedWords, serviceWords } from './source.ts';
import { podWords } from './pod.ts';
import { limitWords, stringWords, workloadWords } from './use.ts';

/** What is said of the checks that are the same on all clouds. One without words does not compile. */
const commonWords: { readonly [C in keyof typeof commonChecks]: CheckWords } = {
  ...kubernetesWords,
  ...operatorWords,
  ...projectWords,
  ...deploymentWords,
  ...declaredWords,
  ...serviceWords,
  ...linkedWords,
  ...cloudWords,
  ...networkWords,
  ...idWords,
  ...stringWords,
  ...dnsWords,
  ...workloadWords,
  ...podWords,
  ...limitWords,
};

const diagnoses = allClouds().map(({ diagnosis }) => diagnosis);

/** Every check, in the order of the chain. */
export const allChecks: Checks = inOrder(
  diagnoses.reduce<Checks>((all, { checks }) => ({ ...all, ...checks }), commonChecks),
);

/** What is said of every check. */
export const checkWords: Readonly<Record<string, CheckWords>> = diagnoses.reduce<Readonly<Record<string, CheckWords>>>(
  (all, { words }) => ({ ...all, ...words }),
  commonWords,
);

import { rejectedInterface, serviceOnAws, serviceOnAzure, staleSecret } from './flows/dedicated.ts';
import { failedAtAtlas, oneOfTwo, refusedForAWhile, twoEndpoints } from './flows/failures.ts';
import { interrupted, killed } from './flows/interrupted.ts';
import { duplicateLabels, failedReservation, otherId } from './flows/new-operator.ts';
import {
  azureStepByStep,
  clusterInOneCommand,
  clusterKilled,
  interfaceFailed,
  interfaceRejected,
  objectStepByStep,
  secondEndpoint,
} from './flows/dedicated-commands.ts';
import { legacyOnGoogle } from './flows/google.ts';
import { projectEndpoint } from './flows/project.ts';
import { emptyStrings, inOneCommand, stepByStep } from './flows/whole-flow.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.11.1', [
  inOneCommand,
  stepByStep,
  emptyStrings,
  killed,
  interrupted,
  failedAtAtlas,
  failedReservation,
  refusedForAWhile,
  twoEndpoints,
  oneOfTwo,
  duplicateLabels,
  otherId,
  serviceOnAws,
  serviceOnAzure,
  legacyOnGoogle,
  rejectedInterface,
  staleSecret,
  projectEndpoint,
  objectStepByStep,
  secondEndpoint,
  clusterInOneCommand,
  clusterKilled,
  interfaceFailed,
  interfaceRejected,
  azureStepByStep,
]);

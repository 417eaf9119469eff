/** In the middle of 2.2.1 to 2.11.1: what depends on how it asks Atlas, and how often after an error, which 2.10 changed. */
import { rejectedInterface, serviceOnAws, serviceOnAzure, staleSecret } from './flows/dedicated.ts';
import { azureStepByStep, clusterInOneCommand, objectStepByStep, secondEndpoint } from './flows/dedicated-commands.ts';
import { failedAtAtlas, oneOfTwo, refusedForAWhile } from './flows/failures.ts';
import { failedReservation, otherId } from './flows/new-operator.ts';
import { emptyShard } from './flows/empty-shard.ts';
import { projectEndpoint } from './flows/project.ts';
import { projectOnAws } from './flows/project-commands.ts';
import { emptyStrings, inOneCommand, stepByStep } from './flows/whole-flow.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.8.2', [
  inOneCommand,
  stepByStep,
  emptyStrings,
  failedAtAtlas,
  failedReservation,
  refusedForAWhile,
  oneOfTwo,
  otherId,
  serviceOnAws,
  serviceOnAzure,
  rejectedInterface,
  staleSecret,
  projectEndpoint,
  projectOnAws,
  objectStepByStep,
  secondEndpoint,
  clusterInOneCommand,
  emptyShard,
  azureStepByStep,
]);

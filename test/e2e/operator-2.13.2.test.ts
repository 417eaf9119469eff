/** In the middle of 2.12.0 to 2.14: the first versions that leave serverless endpoints alone, with the CRDs of before 2.15.0. */
import { rejectedInterface, serviceOnAws, serviceOnAzure, staleSecret } from './flows/dedicated.ts';
import { azureStepByStep, clusterInOneCommand, objectStepByStep, secondEndpoint } from './flows/dedicated-commands.ts';
import { emptyShard } from './flows/empty-shard.ts';
import { projectEndpoint } from './flows/project.ts';
import { projectOnAws } from './flows/project-commands.ts';
import { before, createRefused, endpointIgnored, newDeploymentRefused } from './flows/retired.ts';
import { scenarios } from './scenarios.ts';

scenarios(
  'v2.13.2',
  [
    createRefused,
    endpointIgnored,
    newDeploymentRefused,
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
  ],
  { past: before },
);

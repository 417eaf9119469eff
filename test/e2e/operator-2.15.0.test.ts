import { besideFlux } from './flows/beside-flux.ts';
import { rejectedInterface, serviceOnAws, serviceOnAzure, staleSecret } from './flows/dedicated.ts';
import {
  azureStepByStep,
  clusterInOneCommand,
  clusterKilled,
  interfaceFailed,
  interfaceRejected,
  objectStepByStep,
  secondEndpoint,
} from './flows/dedicated-commands.ts';
import { emptyShard } from './flows/empty-shard.ts';
import { legacyAdopted, legacyOnGoogle, otherGroupName, ruleNotFound, serviceOnGoogle } from './flows/google.ts';
import { googleKilled, googleSteps } from './flows/google-commands.ts';
import { projectEndpoint } from './flows/project.ts';
import { projectOnAws, projectOnAzure } from './flows/project-commands.ts';
import { before, createRefused, endpointIgnored, newDeploymentRefused } from './flows/retired.ts';
import { scenarios } from './scenarios.ts';

scenarios(
  'v2.15.0',
  [
    createRefused,
    endpointIgnored,
    newDeploymentRefused,
    serviceOnAws,
    serviceOnAzure,
    serviceOnGoogle,
    legacyOnGoogle,
    otherGroupName,
    legacyAdopted,
    ruleNotFound,
    rejectedInterface,
    staleSecret,
    projectEndpoint,
    projectOnAws,
    projectOnAzure,
    objectStepByStep,
    secondEndpoint,
    clusterInOneCommand,
    emptyShard,
    clusterKilled,
    interfaceFailed,
    interfaceRejected,
    azureStepByStep,
    googleSteps,
    googleKilled,
    besideFlux,
  ],
  { past: before },
);

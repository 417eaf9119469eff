import { rejectedInterface, serviceOnAws, serviceOnAzure, staleSecret } from './flows/dedicated.ts';
import { projectEndpoint } from './flows/project.ts';
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
    rejectedInterface,
    staleSecret,
    projectEndpoint,
  ],
  before,
);

import { before, createRefused, endpointIgnored, newDeploymentRefused } from './flows/retired.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.15.0', [createRefused, endpointIgnored, newDeploymentRefused], before);

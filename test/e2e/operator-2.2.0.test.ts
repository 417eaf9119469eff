import { failedAtAtlas, oneOfTwo, refusedForAWhile, twoEndpoints } from './flows/failures.ts';
import { interrupted, killed } from './flows/interrupted.ts';
import { duplicateLabels, idTooEarly, otherId, slowConnection } from './flows/old-operator.ts';
import { projectEndpoint } from './flows/project.ts';
import { projectOnAws } from './flows/project-commands.ts';
import { emptyStrings, inOneCommand, stepByStep } from './flows/whole-flow.ts';
import { scenarios } from './scenarios.ts';

scenarios('v2.2.0', [
  inOneCommand,
  stepByStep,
  emptyStrings,
  killed,
  interrupted,
  failedAtAtlas,
  refusedForAWhile,
  twoEndpoints,
  oneOfTwo,
  duplicateLabels,
  otherId,
  idTooEarly,
  slowConnection,
  projectEndpoint,
  projectOnAws,
]);

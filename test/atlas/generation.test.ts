import assert from 'node:assert/strict';
import { type CrdEvidence, describeGeneration, generationOf } from '../../src/atlas/operator/version-range.ts';
import { suite } from '../harness/suite.ts';

const old = ['atlasprojects', 'atlasdeployments', 'atlasdatabaseusers'];
const withEndpoints = [...old, 'atlasprivateendpoints'];
const retired = '{"message":"serverlessSpec cannot be added - serverless instances are deprecated"}';

const cases: readonly (readonly [sentence: string, evidence: CrdEvidence, found: string])[] = [
  ['no resource of the group', { resources: [], deployments: undefined, privateEndpoints: undefined }, 'not installed'],
  ['no AtlasPrivateEndpoint', { resources: old, deployments: '{}', privateEndpoints: undefined }, 'older than 2.6.0'],
  [
    'an AtlasPrivateEndpoint and serverless deployments',
    { resources: withEndpoints, deployments: '{}', privateEndpoints: '{}' },
    '2.6.0 or later, older than 2.12.0',
  ],
  [
    'serverless deployments retired',
    { resources: withEndpoints, deployments: retired, privateEndpoints: '{}' },
    '2.12.0 or later, older than 2.15.0',
  ],
  [
    'supportedRegions',
    { resources: withEndpoints, deployments: retired, privateEndpoints: '{"supportedRegions":{}}' },
    '2.15.0 or later',
  ],
  [
    'an AtlasPrivateEndpoint, and nothing else that may be read',
    { resources: withEndpoints, deployments: undefined, privateEndpoints: undefined },
    '2.6.0 or later',
  ],
  [
    'only the CRD of AtlasDeployment may be read',
    { resources: withEndpoints, deployments: retired, privateEndpoints: undefined },
    '2.12.0 or later',
  ],
  [
    'only the CRD of AtlasPrivateEndpoint may be read',
    { resources: withEndpoints, deployments: undefined, privateEndpoints: '{}' },
    '2.6.0 or later, older than 2.15.0',
  ],
];

suite('the generation of an operator, by its CRDs', (test) => {
  for (const [sentence, evidence, found] of cases)
    test(`${sentence}: ${found}`, () => assert.equal(describeGeneration(generationOf(evidence)), found));
});

import assert from 'node:assert/strict';
import { suite } from '../../harness/suite.ts';
import { refusalOf, region, withCompute } from './fixture.ts';

const addresses = `${region}/addresses`;

suite('the front end', (test) => {
  test('refuses a request without a token, with a strange one, and with one that was revoked', () =>
    withCompute(async ({ compute, send }) => {
      const url = `${compute.url}/compute/v1/projects/shop-prod`;
      const bare = await fetch(url);
      const { error } = (await bare.json()) as { error: { errors: object[]; status: string; message: string } };
      assert.deepEqual([bare.status, error.status], [401, 'UNAUTHENTICATED']);
      assert.match(error.message, /^Request is missing required authentication credentials\./);
      const strange = await send('GET', addresses, undefined, { authorization: 'Bearer strange' });
      assert.equal(refusalOf(strange), '401 authError');
      assert.equal((await send('GET', addresses)).status, 200);
      compute.identity.tokens.revoke();
      const { body } = await send('GET', addresses);
      assert.deepEqual(body.error?.errors[0], {
        message: body.error?.message,
        domain: 'global',
        reason: 'authError',
        location: 'Authorization',
        locationType: 'header',
      });
    }));

  test('refuses a token that is for something else, and takes one that may only read for reading', () =>
    withCompute(async ({ compute, send, address }) => {
      const bearer = (scope: string): Record<string, string> => ({
        authorization: `Bearer ${compute.identity.tokens.issue('a', [`https://www.googleapis.com/auth/${scope}`])}`,
      });
      const storage = await send('GET', addresses, undefined, bearer('devstorage.read_only'));
      assert.equal(refusalOf(storage), '403 insufficientPermissions');
      assert.equal((await send('GET', addresses, undefined, bearer('compute.readonly'))).status, 200);
      const writing = await send('POST', addresses, address('one'), bearer('compute.readonly'));
      assert.equal(writing.body.error?.message, 'Request had insufficient authentication scopes.');
      assert.equal((await send('POST', addresses, address('one'), bearer('compute'))).status, 200);
    }));

  test('says where the API can be enabled when it is not', () =>
    withCompute(async ({ compute, send, seed }) => {
      const project = compute.google.project(seed.project);
      project.computeEnabled = false;
      const { status, body } = await send('GET', addresses);
      assert.deepEqual([status, body.error?.status], [403, 'PERMISSION_DENIED']);
      assert.deepEqual(body.error?.errors[0]?.reason, 'accessNotConfigured');
      assert.match(
        body.error?.message ?? '',
        new RegExp(`^Compute Engine API has not been used in project ${project.number} before or it is disabled\\.`),
      );
      const { details } = body.error as { details?: { reason?: string }[] };
      assert.equal(details?.[1]?.reason, 'SERVICE_DISABLED');
    }));

  test('knows a project by its number, and denies one that nobody here has', () =>
    withCompute(async ({ compute, send, seed }) => {
      const { number } = compute.google.project(seed.project);
      const own = await send('GET', `/compute/v1/projects/${number}/${region}/subnetworks/nodes`);
      assert.equal(own.body['selfLink'], `https://www.googleapis.com/compute/v1/${seed.subnetworks.nodes.name}`);
      const { status, body } = await send('GET', `/compute/v1/projects/mistyped/${addresses}`);
      assert.deepEqual([status, body.error?.message], [403, 'Permission denied on resource project mistyped.']);
    }));

  test('counts a request for the project that it names, if the caller may use that', () =>
    withCompute(async ({ compute, send, seed }) => {
      const header = { 'x-goog-user-project': seed.shared.project };
      assert.equal((await send('GET', addresses, undefined, header)).status, 200);
      compute.permissions.deny('serviceusage.services.use', seed.shared.project);
      const { body } = await send('GET', addresses, undefined, header);
      assert.match(
        body.error?.message ?? '',
        /^Caller does not have required permission to use project shop-staging\./,
      );
      assert.equal(compute.requests().at(-1)?.quotaProject, seed.shared.project);
    }));

  test('refuses what the fake does not have: a path, a parameter of the query, a body that is no JSON', () =>
    withCompute(async ({ compute, send }) => {
      assert.equal(refusalOf(await send('GET', 'global/routes')), '501 notImplemented');
      const { body } = await send('GET', `${addresses}/one?view=FULL`);
      assert.match(body.error?.message ?? '', /^Invalid JSON payload received\. Unknown name "view"/);
      const broken = await fetch(`${compute.url}/compute/v1/projects/shop-prod/${addresses}`, {
        method: 'POST',
        body: '{',
        headers: { authorization: `Bearer ${compute.token()}`, 'content-type': 'application/json' },
      });
      assert.equal(broken.status, 400);
    }));
});

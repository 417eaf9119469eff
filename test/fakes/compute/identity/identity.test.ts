import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GoogleAuth } from 'google-auth-library';
import { rejection, suite } from '../../../harness/suite.ts';
import { type Bench, withCompute } from '../fixture.ts';
import { federatedFile } from './credential-files.ts';
import { inEnvironment, inFolder } from './fixture.ts';

/** With the project, or the library runs gcloud and asks the Resource Manager for it, which takes half a second. */
const known = { scopes: ['https://www.googleapis.com/auth/compute'], projectId: 'shop-prod' };

/** A file of workload identity, and the file with the other issuer's token that it names. */
function federation({ compute }: Bench, folder: string, email?: string): string {
  const [pool] = compute.identity.accounts.pools;
  assert.ok(pool);
  const [tokenFile, file] = [join(folder, 'token'), join(folder, 'credentials.json')];
  writeFileSync(tokenFile, `${pool.subjectToken}\n`);
  writeFileSync(file, JSON.stringify(federatedFile(compute.url, pool, tokenFile, email)));
  return file;
}

/** Whom Compute Engine takes the caller for. */
async function callerOf({ compute, seed }: Bench, auth: GoogleAuth): Promise<string | undefined> {
  const url = `${compute.url}/compute/v1/projects/${seed.project}`;
  const headers = await auth.getRequestHeaders(url);
  assert.equal((await fetch(url, { headers })).status, 200);
  return compute.identity.tokens.read(headers.get('authorization') ?? '')?.principal;
}

suite('a token for google-auth-library', (test) => {
  test('is federated: that of another issuer is exchanged', () =>
    withCompute((bench) =>
      inFolder((folder) =>
        inEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: federation(bench, folder) }, async () => {
          const { number } = bench.compute.google.project('shop-prod');
          assert.equal(
            await callerOf(bench, new GoogleAuth(known)),
            `principal://iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools/desks/subject/somebody`,
          );
        }),
      ),
    ));

  test('tells its project, whose number the pool has, if the file says where to ask', () =>
    withCompute((bench) =>
      inFolder((folder) =>
        inEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: federation(bench, folder) }, async () => {
          assert.equal(await new GoogleAuth().getProjectId(), 'shop-prod');
        }),
      ),
    ));

  test('is federated, and a service account is impersonated with it', () =>
    withCompute((bench) =>
      inFolder(async (folder) => {
        const email = 'endpoints@shop-prod.iam.gserviceaccount.com';
        await inEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: federation(bench, folder, email) }, async () => {
          assert.equal(await callerOf(bench, new GoogleAuth(known)), email);
          bench.compute.permissions.deny('iam.serviceAccounts.getAccessToken');
          const error = await rejection(new GoogleAuth(known).getAccessToken());
          assert.match(error.message, /Permission 'iam\.serviceAccounts\.getAccessToken' denied on resource/);
        });
      }),
    ));

  test("is refused for a wrong token of the other issuer, in the token endpoint's own words", () =>
    withCompute((bench) =>
      inFolder(async (folder) => {
        const file = federation(bench, folder);
        writeFileSync(join(folder, 'token'), 'something else');
        await inEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: file }, async () => {
          const wrong = await rejection(new GoogleAuth(known).getAccessToken());
          assert.match(wrong.message, /^Error code invalid_grant: The provided credential is not valid/);
          bench.compute.fail({
            path: /^\/v1\/token$/,
            status: 400,
            reason: 'invalid_target',
            message: 'No such pool.',
          });
          const failed = await rejection(new GoogleAuth(known).getAccessToken());
          assert.equal(failed.message, 'Error code invalid_target: No such pool.');
        });
      }),
    ));

  test('comes from the metadata server, for the service account of the machine', () =>
    withCompute((bench) => {
      const env = {
        GCE_METADATA_HOST: bench.compute.url.replace('http://', ''),
        METADATA_SERVER_DETECTION: 'assume-present',
      };
      return inEnvironment(env, async () => {
        const auth = new GoogleAuth({ scopes: known.scopes });
        assert.equal(await callerOf(bench, auth), 'node@shop-prod.iam.gserviceaccount.com');
        assert.equal(await auth.getProjectId(), 'shop-prod');
      });
    }));

  test('is not to be had where nobody is logged in and no machine is of Google', () =>
    withCompute(() =>
      inEnvironment({}, async () => {
        const error = await rejection(new GoogleAuth(known).getAccessToken());
        assert.match(error.message, /^Could not load the default credentials\./);
      }),
    ));

  test('of the metadata server needs its header', () =>
    withCompute(async ({ compute }) => {
      const bare = await fetch(`${compute.url}/computeMetadata/v1/project/project-id`);
      assert.deepEqual([bare.status, bare.headers.get('metadata-flavor')], [403, 'Google']);
      const headers = { 'metadata-flavor': 'Google' };
      const none = await fetch(`${compute.url}/computeMetadata/v1/instance/attributes/x`, { headers });
      assert.equal(none.status, 404);
    }));
});

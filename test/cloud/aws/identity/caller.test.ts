import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cloudNamed } from '../../../../src/cloud/table.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { type FakeEc2, startEc2 } from '../../../fakes/ec2/server.ts';
import { handClock } from '../../../fakes/ec2/fixture.ts';
import { hintOf } from '../../../harness/hint.ts';
import { suite } from '../../../harness/suite.ts';
import { type Files, withFiles } from './files.ts';

interface Bench {
  readonly ec2: FakeEc2;
  /** What the account is called in a shell. */
  readonly identity: (flags?: Readonly<Record<string, string>>, env?: NodeJS.ProcessEnv) => Promise<string | undefined>;
  /** What was logged at -v 6. */
  readonly logged: readonly string[];
}

const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = very-secret\n`;
const environment = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'very-secret' };

function withBench(files: Files, body: (bench: Bench) => Promise<void>): Promise<void> {
  return withFiles(files, async (paths) => {
    const ec2 = await startEc2({ clock: handClock() });
    const logged: string[] = [];
    const urls = { AWS_ENDPOINT_URL: ec2.url, AWS_EC2_METADATA_DISABLED: 'true', ...paths };
    try {
      await body({
        ec2,
        logged,
        identity: async (flags = {}, env = {}) =>
          (
            await cloudNamed('AWS').open({
              flags,
              env: { ...urls, ...env },
              atlasRegion: 'EU_WEST_1',
              attachments: [],
              warn: () => undefined,
              log: (line) => void logged.push(line),
            })
          ).identity([]),
      });
    } finally {
      await ec2.close();
    }
  });
}

const prod = { config: `[profile prod]\n${keys('AKPROD')}` };

suite('which AWS account is acted on', (test) => {
  test('AWS says the account, the shell says the credentials, the source the region', () =>
    withBench(prod, async ({ ec2, identity, logged }) => {
      ec2.belongs('AKPROD', '999900001111');
      assert.equal(await identity({ profile: 'prod' }), 'AWS account 999900001111 (profile prod), region eu-west-1');
      assert.equal(
        await identity({ region: 'us-east-1' }, { ...environment, AWS_PROFILE: 'prod' }),
        'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID), region us-east-1',
      );
      assert.deepEqual(
        ec2.stsRequests().map(({ action, region, accessKeyId }) => [action, region, accessKeyId]),
        [
          ['GetCallerIdentity', 'eu-west-1', 'AKPROD'],
          ['GetCallerIdentity', 'us-east-1', 'AKENV'],
        ],
      );
      assert.match(logged[0] ?? '', /^sts GetCallerIdentity eu-west-1 OK in \d+ milliseconds$/);
    }));

  test("a role's account is that of the role, not that of the keys which assume it", () =>
    withBench(
      {
        config: `${prod.config}[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = prod`,
      },
      async ({ identity }) => {
        assert.equal(
          await identity({ profile: 'deploy' }),
          'AWS account 222222222222 (profile deploy), region eu-west-1',
        );
      },
    ));

  test('a role that may not be assumed is refused in the words of AWS', () =>
    withBench(
      {
        config: `${prod.config}[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = prod`,
      },
      async ({ ec2, identity }) => {
        ec2.fail({ action: 'AssumeRole', code: 'AccessDenied', message: 'you may not', times: Infinity });
        // The next request says why.
        assert.equal(await identity({ profile: 'deploy' }), undefined);
      },
    ));

  test('where AWS does not tell, or nobody answers, the account is called unknown', () =>
    withBench(prod, async ({ ec2, identity }) => {
      const unknown = 'AWS account unknown (profile prod), region eu-west-1';
      ec2.fail({ action: 'GetCallerIdentity', code: 'AccessDenied', message: 'explicit deny' });
      assert.equal(await identity({ profile: 'prod' }), unknown);
      ec2.fail({ action: 'GetCallerIdentity' });
      assert.equal(await identity({ profile: 'prod' }), unknown);
      assert.equal(await identity({ profile: 'prod' }, { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' }), unknown);
    }));

  test('a network in which STS does not answer costs some seconds, not the command', () =>
    withBench(prod, async ({ identity }) => {
      const silent = createServer(() => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const { port } = silent.address() as AddressInfo;
      const started = performance.now();
      assert.equal(
        await identity({ profile: 'prod' }, { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` }),
        'AWS account unknown (profile prod), region eu-west-1',
      );
      assert.ok(performance.now() - started < 9_000);
      silent.closeAllConnections();
      silent.close();
    }));

  test('without credentials nothing is said of an account', () =>
    withBench({}, async ({ ec2, identity }) => {
      assert.equal(await identity(), undefined);
      assert.deepEqual(ec2.stsRequests(), []);
    }));

  test('a region that nobody says is left out', () =>
    withBench(prod, async ({ ec2 }) => {
      const open = cloudNamed('AWS').open({
        flags: {},
        env: { ...environment, AWS_ENDPOINT_URL: ec2.url, AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' },
        atlasRegion: undefined,
        attachments: [],
        warn: () => undefined,
        log: undefined,
      });
      assert.equal(await (await open).identity([]), 'AWS account 123456789012 (credentials from AWS_ACCESS_KEY_ID)');
    }));
});

/** What the first request of a profile is refused with. */
async function asked(env: NodeJS.ProcessEnv, profile: string): Promise<readonly unknown[]> {
  const cloud = await cloudNamed('AWS').open({
    flags: { profile },
    env,
    atlasRegion: 'EU_WEST_1',
    attachments: [],
    warn: () => undefined,
    log: undefined,
  });
  const error: unknown = await cloud.preflight(true).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, String(error));
  return [error.message, hintOf(error)];
}

suite('credentials that cannot be had', (test) => {
  test("a process's failure is told without its arguments and without what it printed", () =>
    withFiles({}, async (env) => {
      const folder = join(env['AWS_CONFIG_FILE'] ?? '', '..');
      const script = (name: string, text: string): string => {
        writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(folder, name), 0o755);
        return join(folder, name);
      };
      const outcomes: string[] = [];
      for (const [name, text] of [
        ['fails', 'echo very-secret; echo "no such user" >&2; exit 3'],
        ['silent', 'exit 4'],
        ['chatty', 'echo very-secret'],
        ['half', `printf '{"Version":1,"AccessKeyId":"very-secret"}'`],
        ['old', `printf '{"Version":2,"AccessKeyId":"very-secret","SecretAccessKey":"very-secret"}'`],
      ] as const) {
        const command = `${script(name, text)} --password very-secret`;
        writeFileSync(env['AWS_CONFIG_FILE'] ?? '', `[profile dev]\ncredential_process = ${command}\n`);
        outcomes.push(String((await asked(env, 'dev'))[0]));
      }
      const told = 'the credential_process of the AWS profile dev';
      assert.deepEqual(outcomes, [
        `${told} failed: no such user`,
        `${told} failed: exit code 4`,
        `${told} printed something other than credentials in JSON`,
        `${told} printed incomplete credentials`,
        `${told} printed credentials of an unknown version`,
      ]);
    }));

  test('a role that requires an MFA code is refused, with the way round it', () =>
    withFiles(
      { config: `${prod.config}[profile deploy]\nrole_arn = arn\nsource_profile = prod\nmfa_serial = arn\n` },
      async (env) =>
        assert.deepEqual(await asked(env, 'deploy'), [
          'the role of the AWS profile deploy requires an MFA code, which this program cannot ask for',
          'set the variables that the following command prints, then repeat this one without --profile: aws configure export-credentials --profile deploy --format env',
        ]),
    ));
});

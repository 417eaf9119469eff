import { realClock } from '../../../harness/clock.ts';
import { fewRetries } from '../../../harness/few-retries.ts';
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloudNamed } from '../../../../src/cloud/table.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { hintOf } from '../../../harness/hint.ts';
import { suite } from '../../../harness/suite.ts';
import { deploy, prod, withBench } from './bench.ts';
import { withFiles } from './files.ts';

/** What the first request of a profile is refused with. */
async function asked(env: NodeJS.ProcessEnv, profile: string): Promise<readonly unknown[]> {
  const ask = async (): Promise<unknown> => {
    const cloud = await cloudNamed('AWS').open({
      flags: { profile },
      // Each shell is another one, whose files are read anew.
      env: { ...env },
      atlasRegion: 'EU_WEST_1',
      attachments: [],
      warn: () => undefined,
      log: undefined,
      retries: fewRetries(realClock),
    });
    return cloud.preflight(true);
  };
  const error = await ask().catch((thrown: unknown) => thrown);
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
      const hints = new Set<unknown>();
      for (const [name, text] of [
        ['fails', 'echo very-secret; echo "no such user" >&2; exit 3'],
        ['silent', 'exit 4'],
        ['ended', 'kill -TERM $$'],
        ['chatty', 'echo very-secret'],
        ['nameless', `printf '{"Version":1,"SecretAccessKey":"very-secret"}'`],
        ['half', `printf '{"Version":1,"AccessKeyId":"very-secret"}'`],
        ['old', `printf '{"Version":2,"AccessKeyId":"very-secret","SecretAccessKey":"very-secret"}'`],
        ['missing', undefined],
        ['locked', 'exit 0'],
      ] as const) {
        const program = text === undefined ? join(folder, name) : script(name, text);
        if (name === 'locked') chmodSync(program, 0o600);
        const command = `${program} --password very-secret`;
        writeFileSync(env['AWS_CONFIG_FILE'] ?? '', `[profile dev]\ncredential_process = ${command}\n`);
        const [message, hint] = await asked(env, 'dev');
        outcomes.push(String(message));
        hints.add(hint);
      }
      const told = 'the credential_process of the AWS profile dev';
      assert.deepEqual(outcomes, [
        `${told} failed: no such user`,
        `${told} failed with exit code 4`,
        `${told} was ended by SIGTERM`,
        `${told} printed no JSON object`,
        `${told} printed credentials without AccessKeyId`,
        `${told} printed credentials without SecretAccessKey`,
        `${told} printed credentials of an unsupported Version; only 1 is supported`,
        `${told} cannot be started: there is no such program`,
        `${told} cannot be started: the program is not executable`,
      ]);
      assert.deepEqual(hints, new Set(['see what the aws command reports: aws sts get-caller-identity --profile dev']));
    }));

  test('a role that may not be assumed is refused in the words of AWS', () =>
    withBench(deploy, async ({ ec2, env }) => {
      ec2.fail({ action: 'AssumeRole', code: 'AccessDenied', message: 'you may not', times: Infinity });
      const advice = "check the ARN, and that the role's trust policy allows these credentials to assume it";
      assert.deepEqual(await asked(env, 'deploy'), [
        'cannot assume the AWS role arn:aws:iam::222222222222:role/deploy: you may not (AccessDenied)',
        advice,
      ]);
      const [message, hint] = await asked({ ...env, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' }, 'deploy');
      assert.equal(
        message,
        'cannot reach STS for the role arn:aws:iam::222222222222:role/deploy: connect ECONNREFUSED 127.0.0.1:9',
      );
      assert.equal(hint, 'check the network, and AWS_ENDPOINT_URL_STS if it is set');
    }));

  test('a token that cannot be read is told with its file', () =>
    withFiles({ config: '[profile pod]\nrole_arn = arn\nweb_identity_token_file = /nowhere/token\n' }, async (env) =>
      assert.deepEqual(await asked(env, 'pod'), [
        "cannot read the token for the AWS role arn: ENOENT: no such file or directory, open '/nowhere/token'",
        'AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file of the profile names the file',
      ]),
    ));

  test('a profile is refused with what is wrong with it, and its file', () =>
    withFiles({ config: `${prod.config}[profile deploy]\nrole_arn = arn\nsource_profile = gone\n` }, async (env) => {
      const files = `${env['AWS_CONFIG_FILE']} or ${env['AWS_SHARED_CREDENTIALS_FILE']}`;
      assert.deepEqual(await asked(env, 'deploy'), [
        'the AWS profile deploy has the source_profile gone, which does not exist',
        `correct the profile in ${files}`,
      ]);
      const wrong = async (profile: string, more: NodeJS.ProcessEnv = {}): Promise<unknown> =>
        (await asked({ ...env, ...more }, profile))[1];
      assert.equal(await wrong('pord'), `did you mean prod? there is no such profile in ${files}`);
      assert.equal(await wrong('elsewhere'), `there is no such profile in ${files}`);
      assert.equal(
        await wrong('prod', { AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' }),
        'AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE are set but empty, so no file is read',
      );
    }));

  test('a role that requires an MFA code is refused, with the way round it', () =>
    withFiles(
      { config: `${prod.config}[profile deploy]\nrole_arn = arn\nsource_profile = prod\nmfa_serial = arn\n` },
      async (env) =>
        assert.deepEqual(await asked(env, 'deploy'), [
          'the role of the AWS profile deploy requires an MFA code, and there is no terminal to ask for it',
          'set the variables that the following command prints, then repeat this one without --profile: aws configure export-credentials --profile deploy --format env',
        ]),
    ));
});

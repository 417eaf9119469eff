import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from '../harness/suite.ts';
import { type Seen, type World, inWorld } from '../harness/world.ts';

const serial = 'arn:aws:iam::111111111111:mfa/jo';
const question = `Enter MFA code for ${serial}: `;
const profiles = `[profile base]
aws_access_key_id = AKBASE
aws_secret_access_key = secret
[profile deploy]
role_arn = arn:aws:iam::222222222222:role/deploy
source_profile = base
mfa_serial = ${serial}
`;

/** Creates an endpoint as the role whose profile demands a code. */
async function create(world: World, answers?: readonly string[]): Promise<Seen> {
  const home = join(world.kubeconfig, '..');
  writeFileSync(join(home, 'profiles'), profiles);
  const placement = `--subnet-id ${world.account.subnets.a} --security-group-id ${world.account.groups.open}`;
  const env = { HOME: home, AWS_CONFIG_FILE: join(home, 'profiles') };
  return world.run(`create orders --profile deploy ${placement}`, {
    env,
    ...(answers === undefined ? {} : { answers }),
  });
}

const asked = ({ stderr }: Seen): number => stderr.split(question).length - 1;
const codes = ({ ec2 }: World): readonly (string | undefined)[] =>
  ec2.stsRequests().flatMap(({ action, params }) => (action === 'AssumeRole' ? [params['TokenCode']] : []));
const errorOf = ({ stderr }: Seen): string => stderr.slice(stderr.indexOf('error:'));

suite('a role that requires an MFA code', (test) => {
  test('is assumed with the one that is entered on a terminal, for which it asks once', () =>
    inWorld({ unpasted: true }, async (world) => {
      world.deploy();
      const seen = await create(world, ['123456']);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal(asked(seen), 1);
      assert.match(seen.stderr, /AWS account 222222222222 \(profile deploy\), region us-east-1$/m);
      assert.deepEqual(codes(world), ['123456']);
    }));

  test('is not asked for again when AWS refuses the code', () =>
    inWorld({ unpasted: true }, async (world) => {
      world.deploy();
      const seen = await create(world, ['000000', '123456']);
      assert.equal(seen.code, 1);
      assert.equal(asked(seen), 1);
      assert.equal(
        errorOf(seen),
        `error: cannot assume the AWS role arn:aws:iam::222222222222:role/deploy: MultiFactorAuthentication failed with invalid MFA one time pass code. (AccessDenied)
hint: a code can be used once: run the same command again with the next one
`,
      );
      assert.deepEqual(codes(world), ['000000']);
    }));

  test('has six digits, or is not sent', () =>
    inWorld({ unpasted: true }, async (world) => {
      world.deploy();
      const seen = await create(world, ['']);
      assert.equal(
        errorOf(seen),
        `error: the MFA code for ${serial} has six digits\nhint: run the same command again, and enter it\n`,
      );
      assert.deepEqual(codes(world), []);
    }));

  test('needs none while aws keeps a session of it', () =>
    inWorld({ unpasted: true }, async (world) => {
      world.deploy();
      const cache = join(world.kubeconfig, '..', '.aws/cli/cache');
      mkdirSync(cache, { recursive: true });
      const keep = (ms: number): void =>
        writeFileSync(
          join(cache, '544f6775a64caa3afc5de58c9044f653b6d4439c.json'),
          JSON.stringify({
            Credentials: {
              AccessKeyId: 'ASIAKEPT',
              SecretAccessKey: 'secret',
              SessionToken: 'token',
              Expiration: new Date(Date.now() + ms).toISOString(),
            },
          }),
        );
      keep(60_000);
      assert.match(
        errorOf(await create(world)),
        /^error: .* requires an MFA code, and there is no terminal to ask for it/,
      );
      keep(3_600_000);
      const seen = await create(world);
      assert.equal(seen.code, 0, seen.stderr);
      assert.deepEqual(codes(world), []);
      assert.deepEqual([...new Set(world.ec2.requests().map(({ accessKeyId }) => accessKeyId))], ['ASIAKEPT']);
    }));
});

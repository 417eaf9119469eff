import { realClock } from '../../../harness/clock.ts';
import { fewRetries } from '../../../harness/few-retries.ts';
import { cloudNamed } from '../../../../src/cloud/table.ts';
import { handClock } from '../../../fakes/ec2/fixture.ts';
import { type FakeEc2, startEc2 } from '../../../fakes/ec2/server.ts';
import { type Files, withFiles } from './files.ts';

/** A fake AWS, and shells in which it is asked. */
export interface Bench {
  readonly ec2: FakeEc2;
  /** The variables of a shell. */
  readonly env: NodeJS.ProcessEnv;
  /** What the account is called in a shell. */
  readonly identity: (flags?: Readonly<Record<string, string>>, env?: NodeJS.ProcessEnv) => Promise<string | undefined>;
  /** What was logged at -v 6. */
  readonly logged: readonly string[];
}

const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = very-secret\n`;
export const environment = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'very-secret' };

export function withBench(files: Files, body: (bench: Bench) => Promise<void>): Promise<void> {
  return withFiles(files, async (paths) => {
    const ec2 = await startEc2({ clock: handClock() });
    const logged: string[] = [];
    const urls = { AWS_ENDPOINT_URL: ec2.url, AWS_EC2_METADATA_DISABLED: 'true', ...paths };
    try {
      await body({
        ec2,
        env: urls,
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
              retries: fewRetries(realClock),
            })
          ).identity([]),
      });
    } finally {
      await ec2.close();
    }
  });
}

/** Files with a profile that has keys. */
export const prod = { config: `[profile prod]\n${keys('AKPROD')}` };

/** The same with a profile whose role is assumed with them. */
export const deploy = {
  config: `${prod.config}[profile deploy]\nrole_arn = arn:aws:iam::222222222222:role/deploy\nsource_profile = prod\n`,
};

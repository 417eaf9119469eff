import { createHash, randomUUID } from 'node:crypto';
import { Ec2Error } from './errors.ts';
import type { Query } from './query.ts';
import { type Xml, stsAnswer } from './xml.ts';

/** The version by which a request is one for STS: the fake answers for both services at one URL. */
export const STS_VERSION = '2011-06-15';

/** Who asks STS: the key of the signature; undefined for a request that is not signed. */
export interface Caller {
  readonly accessKeyId: string | undefined;
  /** The number of the account that a key is of. */
  readonly accountOf: (accessKeyId: string) => string;
  /** Notes of which account the key of a session is. */
  readonly belongs: (accessKeyId: string, account: string) => void;
  readonly now: number;
  /** The MFA codes that were accepted so far: each is good for one session. */
  readonly usedCodes: Set<string>;
}

type Action = (query: Query, caller: Caller) => Xml;

const actions: Readonly<Record<string, Action>> = {
  GetCallerIdentity(_, caller) {
    const key = signed(caller);
    const account = caller.accountOf(key);
    return { Arn: `arn:aws:iam::${account}:user/${key}`, UserId: key, Account: account };
  },
  AssumeRole(query, caller) {
    const key = signed(caller);
    checkCode(query, caller);
    return session(query, key, caller);
  },
  AssumeRoleWithWebIdentity: (query, caller) => session(query, query.required('WebIdentityToken'), caller),
};

/** @throws Ec2Error for an action that is not modelled, or one that lacks a signature or a parameter */
export function askSts(query: Query, caller: Caller): string {
  const name = query.text('Action') ?? '';
  const act = actions[name];
  if (act === undefined)
    throw new Ec2Error('InvalidAction', `Could not find operation ${name} for version ${STS_VERSION}`);
  return stsAnswer(name, randomUUID(), act(query, caller));
}

function signed({ accessKeyId }: Caller): string {
  if (accessKeyId !== undefined) return accessKeyId;
  throw new Ec2Error('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

/** Any six digits are a valid code, once; `000000` never is. */
function checkCode(query: Query, { usedCodes }: Caller): void {
  const [serial, code] = [query.text('SerialNumber'), query.text('TokenCode')];
  if (serial === undefined && code === undefined) return;
  if (serial === undefined || code === undefined || !/^\d{6}$/.test(code))
    throw new Ec2Error(
      'ValidationError',
      `1 validation error detected: Value '${code}' at 'tokenCode' failed to satisfy constraint`,
    );
  if (code === '000000' || usedCodes.has(code))
    throw new Ec2Error('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403);
  usedCodes.add(code);
}

/** A session of a role: its key tells the role and who assumed it, the same each time, so that two programs can be compared. */
function session(query: Query, assumer: string, { belongs, now }: Caller): Xml {
  const role = query.required('RoleArn');
  const name = query.required('RoleSessionName');
  const digest = createHash('sha256').update(`${role} ${assumer}`).digest('hex').toUpperCase();
  const AccessKeyId = `ASIA${digest.slice(0, 16)}`;
  belongs(AccessKeyId, /^arn:aws:iam::(\d{12}):/.exec(role)?.[1] ?? '');
  return {
    Credentials: {
      AccessKeyId,
      SecretAccessKey: `secret-of-${AccessKeyId}`,
      SessionToken: `token-of-${AccessKeyId}`,
      Expiration: new Date(now + 3_600_000).toISOString(),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROA:${name}`,
      Arn: role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/'),
    },
  };
}

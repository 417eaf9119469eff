import { generateKeyPairSync } from 'node:crypto';
import { numberOf } from '../ids.ts';

/** A service account and the key that a person downloaded for it. */
export interface ServiceAccount {
  readonly email: string;
  readonly project: string;
  readonly keyId: string;
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

/** A pool that trusts the tokens of some other issuer, such as a Kubernetes cluster. */
export interface IdentityPool {
  /** As in `//iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER`. */
  readonly audience: string;
  /** The one token that it takes. */
  readonly subjectToken: string;
  readonly subject: string;
}

/** A person who is logged in, and the application that the login is for. */
export interface User {
  readonly email: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** Everybody whom the fake gives tokens to. */
export class Accounts {
  readonly services = new Map<string, ServiceAccount>();
  readonly pools: IdentityPool[] = [];
  readonly users: User[] = [];
  /** The e-mail address of the service account that the metadata server speaks for. */
  attached: string | undefined;
  /** The id of the project that the metadata server is in. */
  attachedProject = '';

  /** Makes a key, which takes a while: only for who is to have a file with it. */
  addKey(project: string, name: string): ServiceAccount {
    const email = `${name}@${project}.iam.gserviceaccount.com`;
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const account = { email, project, keyId: numberOf(email), privateKeyPem: privateKey, publicKeyPem: publicKey };
    this.services.set(email, account);
    return account;
  }
}

import type { OutgoingHttpHeaders } from 'node:http';
import { isRecord } from '../json.ts';

/** Objects whose data must never be shown. */
const secretKinds = new Set(['Secret', 'SecretList']);
/** Keys that contain a credential in any object of the operator or of Kubernetes. */
const secretKey =
  /^(password|((access|refresh|id)_?)?token|privateApiKey|apiKey|client_?secret|clientKeyData|clientCertificateData)$/i;
/** Where kubectl apply keeps a copy of the whole object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MASK = '<redacted>';

/**
 * A body as -v 8 may show it: the data of Secrets, passwords, tokens and connection strings are masked. Anything but JSON is not shown
 * at all, because it might contain anything.
 */
export function redact(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return `<${Buffer.byteLength(body)} bytes, not JSON>`;
  }
  return JSON.stringify(masked(value, false));
}

function masked(value: unknown, secret: boolean): unknown {
  if (typeof value === 'string') return value.replace(/mongodb(\+srv)?:\/\/[^\s"]*/g, MASK);
  if (Array.isArray(value)) return value.map((item) => masked(item, secret));
  if (!isRecord(value)) return value;
  const { kind } = value;
  const inSecret = secret || (typeof kind === 'string' && secretKinds.has(kind));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, unknown] => {
      if (inSecret && (key === 'data' || key === 'stringData')) return [key, hidden(item)];
      if (key === LAST_APPLIED && inSecret) return [key, MASK];
      if (secretKey.test(key) && typeof item === 'string') return [key, MASK];
      // An operation of a patch says where its value belongs.
      if (key === 'value' && inPatchOfSecret(value['path'])) return [key, MASK];
      return [key, masked(item, inSecret)];
    }),
  );
}

function inPatchOfSecret(path: unknown): boolean {
  return typeof path === 'string' && /^\/(data|stringData)(\/|$)/.test(path);
}

/** The keys of a Secret without their values. */
function hidden(data: unknown): unknown {
  if (!isRecord(data)) return MASK;
  return Object.fromEntries(Object.keys(data).map((key) => [key, MASK]));
}

/** The headers of a request as lines of the log; credentials are masked, as in kubectl. */
export function shownHeaders(headers: OutgoingHttpHeaders): readonly string[] {
  const lines = Object.entries(headers).map(([name, value]) => {
    const shown = name === 'authorization' ? String(value).replace(/ .*/, ' <masked>') : String(value);
    return `    ${name}: ${shown}`;
  });
  return ['Request Headers:', ...lines];
}

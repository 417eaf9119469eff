/** A Secret's decoded data exactly as `kubectl get secret … -o json | jq -r '.data | with_entries(.value |= @base64d)'` prints them. */
export function jqJson(data: Readonly<Record<string, string>>): string {
  // jq 1.6 and later escape DEL, which JSON.stringify leaves as it is (jq src/jv_print.c, jvp_dump_string).
  return `${JSON.stringify(data, undefined, 2).replaceAll('\u007f', '\\u007f')}\n`;
}

/** `connectionStringPrivateSrv1` as an environment variable: `CONNECTION_STRING_PRIVATE_SRV1`. */
export function variableName(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toUpperCase();
}

/**
 * A value quoted so that both dotenv and a POSIX shell that sources the file read it back unchanged. Single quotes keep everything as it is; a
 * value that contains one gets double quotes, in which everything that a shell would expand is escaped.
 */
function quote(value: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replace(/[\\"$`]/g, '\\$&')}"`;
}

/** Lines `NAME=value`. */
export function dotenv(data: Readonly<Record<string, string>>): string {
  return Object.entries(data)
    .map(([key, value]) => `${variableName(key)}=${quote(value)}\n`)
    .join('');
}

/** The part of a container's manifest that reads one key of the Secret. @param variable the name of the environment variable */
export function podEnv(secretName: string, key: string, variable = 'CONNECTION_STRING'): unknown {
  return { env: [{ name: variable, valueFrom: { secretKeyRef: { name: secretName, key } } }] };
}

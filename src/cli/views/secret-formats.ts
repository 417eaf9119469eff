/** A Secret's decoded data exactly as `kubectl get secret … -o json | jq -r '.data | with_entries(.value |= @base64d)'` prints them. */
export function jqJson(data: Readonly<Record<string, string>>): string {
  // jq 1.6 and later escape DEL, which JSON.stringify leaves as it is (jq src/jv_print.c, jvp_dump_string).
  return `${JSON.stringify(data, undefined, 2).replaceAll('\u007f', '\\u007f')}\n`;
}

/** The part of a container's manifest that reads one key of the Secret. @param variable the name of the environment variable */
export function podEnv(secretName: string, key: string, variable = 'CONNECTION_STRING'): unknown {
  return { env: [{ name: variable, valueFrom: { secretKeyRef: { name: secretName, key } } }] };
}

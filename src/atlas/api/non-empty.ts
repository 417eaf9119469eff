/** A text that says something. The operator's Go structs write some fields that are not set as an empty string. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** The value, or undefined if it is empty: the operator's Go structs write some unset fields as an empty string. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

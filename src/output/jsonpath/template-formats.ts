/** The formats that take a template. */
export const jsonPathFormats = ['jsonpath', 'jsonpath-as-json', 'jsonpath-file'] as const;
/** The formats that only `status` has, as only `get` has them in kubectl. */
export const columnFormats = ['custom-columns', 'custom-columns-file'] as const;

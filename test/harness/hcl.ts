import { createRequire } from 'node:module';

/** A file of Terraform's, as JSON. */
export interface TerraformFile {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>>;
}

/**
 * Reads a file by HashiCorp's own parser, built for Node. It is required by name, because its types bring those of browsers along, which
 * contradict Node's.
 */
export async function parseTerraform(text: string): Promise<TerraformFile> {
  const require = createRequire(import.meta.url);
  const parser = require('@cdktf/hcl2json') as { parse(name: string, text: string): Promise<TerraformFile> };
  return parser.parse('shop.tf', text);
}

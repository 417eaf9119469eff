/** A private endpoint, as ARM shows it. */
export interface AzureDetails {
  readonly cloud: 'AZURE';
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly subnetId: string;
  readonly connection: { readonly name: string; readonly requestMessage: string | undefined };
  readonly tags: Readonly<Record<string, string>>;
}

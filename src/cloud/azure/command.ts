/**
 * The `az` command that creates a private endpoint by hand, as the Atlas set-up page writes it, with placeholders for the placement.
 * The connection has to be a manual one: nobody but Atlas has the right to approve it.
 */
export function createCommand(service: string): string {
  return `az network private-endpoint create --name NAME --resource-group GROUP --subnet SUBNET_ID --private-connection-resource-id ${service} --connection-name atlas --manual-request true`;
}

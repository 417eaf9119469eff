import { attachmentsOf, regionOfService } from './service.ts';

/**
 * The `gcloud` commands that make an endpoint by hand, as Atlas's own set-up page writes them, with placeholders for the placement: an
 * address and a forwarding rule for each service attachment.
 */
export function createCommand(service: string): string {
  const [first = 'ATTACHMENT', ...others] = attachmentsOf(service);
  const where = `--project PROJECT --region ${regionOfService(service) ?? 'REGION'}`;
  const commands = [
    `gcloud compute addresses create NAME ${where} --subnet SUBNETWORK`,
    `gcloud compute forwarding-rules create NAME ${where} --network NETWORK --address NAME --target-service-attachment ${first} --allow-psc-global-access`,
  ].join(' && ');
  return others.length === 0
    ? commands
    : `${commands}\n  and so on, with a name of its own for each of the ${others.length + 1} service attachments`;
}

/** The commands that delete rules and their addresses: an address cannot go before its rule. */
export function removeCommand(
  { project, region }: { readonly project: string; readonly region: string },
  rules: readonly string[],
  addresses: readonly string[],
): string {
  const where = `--project ${project} --region ${region} --quiet`;
  return [
    ...(rules.length === 0 ? [] : [`gcloud compute forwarding-rules delete ${rules.join(' ')} ${where}`]),
    ...(addresses.length === 0 ? [] : [`gcloud compute addresses delete ${addresses.join(' ')} ${where}`]),
  ].join(' && ');
}

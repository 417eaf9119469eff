import { attachmentsOf, regionOfService } from './service.ts';

/**
 * The `gcloud` commands that make an endpoint by hand, as Atlas's own set-up page writes them, with placeholders for the placement: an
 * address and a forwarding rule for each service attachment.
 */
export function createCommand(service: string): string {
  const [first = 'ATTACHMENT', ...others] = attachmentsOf(service);
  const where = `--project PROJECT --region ${regionOfService(service) ?? 'REGION'}`;
  if (others.length === 0) return both('NAME', first, where);
  return `i=0; for sa in ${[first, ...others].join(' ')}; do ${both('NAME-$i', '$sa', where)}; i=$((i+1)); done`;
}

function both(name: string, attachment: string, where: string): string {
  return [
    `gcloud compute addresses create ${name} ${where} --subnet SUBNETWORK`,
    `gcloud compute forwarding-rules create ${name} ${where} --network NETWORK --address ${name} --target-service-attachment ${attachment} --allow-psc-global-access`,
  ].join(' && ');
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

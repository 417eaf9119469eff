import { text, toggle } from '../../args/flag.ts';

/** Node's official image, from a registry that takes anonymous pulls without Docker Hub's limit. */
export const IMAGE = 'public.ecr.aws/docker/library/node:24-alpine';

const group = 'Flags for probing from a Pod:';

export const fromFlags = {
  from: text(group, 'Probe from a Pod of the application too: pod/NAME, deploy/NAME, sts/NAME or ds/NAME', {
    value: 'TYPE/NAME',
  }),
  container: text(group, 'Probe from this container of the Pod instead of the one that uses the connection Secret', {
    alias: 'c',
    value: 'NAME',
  }),
  'ephemeral-container': toggle(
    group,
    'Add an ephemeral container, which stays listed until the Pod is deleted, if the Pod has no program to probe with',
  ),
  image: text(
    group,
    `Use this image, with node, python3, openssl or bash in it, for the ephemeral container (${IMAGE} by default)`,
  ),
} as const;

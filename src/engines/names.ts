/** The names that --cloud-as takes. */
export const engineNames = ['terraform', 'ack', 'aso', 'crossplane', 'config-connector'] as const;

export type EngineName = (typeof engineNames)[number];

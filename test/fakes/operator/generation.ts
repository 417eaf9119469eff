/** The operator versions that behave differently: 1.5.0–2.2.0, 2.2.1–2.11.1, and 2.12.0 on, which leaves the endpoints alone. */
export type Generation = 'v1.6' | 'v2.11' | 'v2.15';

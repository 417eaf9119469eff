/** What changes something, and what looks at everything: one script of the executable (build/bundling/own-scripts.ts). */
export { create } from './create/create.ts';
export { deletion } from './delete/delete.ts';
export { doctor } from './doctor/doctor.ts';
export { exporting } from './export/export.ts';
export { link } from './link/link.ts';
export { migrate } from './migrate/migrate.ts';
export { up } from './up/up.ts';

/** How the command is typed: kubectl finds kubectl-atlas_pe under this name. */
export const PROGRAM = 'kubectl atlas-pe';

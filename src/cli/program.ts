/** How the command is typed. */
export const PROGRAM = 'kubectl atlas-pe';

/** The executable. kubectl replaces dashes in the typed name with underscores (kubectl pkg/cmd/cmd.go, HandlePluginCommand). */
export const EXECUTABLE = 'kubectl-atlas_pe';

/** How the command is typed: kubectl finds the executable under this name. */
export const PROGRAM = 'kubectl atlas-pe';

/** The executable; kubectl looks for a dash of the typed name under an underscore (kubectl pkg/cmd/cmd.go, HandlePluginCommand). */
export const EXECUTABLE = 'kubectl-atlas_pe';

/**
 * What `sh -c` runs in a container of which nobody knows what it has: the best of the other programs. Arguments: the programs for Node and for
 * Python, their input, the program for the shell, and its arguments.
 */
export const anyProgram = String.raw`
node=$1 python=$2 input=$3 shell=$4
shift 4
if command -v node >/dev/null 2>&1; then exec node -e "$node" "$input"; fi
if command -v python3 >/dev/null 2>&1; then exec python3 -c "$python" "$input"; fi
exec sh -c "$shell" sh "$@"
`.trim();

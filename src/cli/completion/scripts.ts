import { EXECUTABLE, PROGRAM } from '../program.ts';

/** What the verb `completion` prints for each shell. */
export const completionScripts = {
  bash: `# bash completion for ${EXECUTABLE}: source <(${EXECUTABLE} completion bash)
_kubectl_atlas_pe() {
  local line=\${COMP_LINE:0:COMP_POINT} words cur out directive candidate quoted
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  out=$("\${words[0]}" __completeQuoting "\${words[@]:1}" 2>/dev/null) || return
  directive=\${out##*:}
  cur=\${words[\${#words[@]}-1]}
  [[ $cur == -*=* ]] && cur=\${cur#*=}
  # What bash takes for the word begins after the last = or : of it.
  local skip=\${cur%"\${COMP_WORDS[COMP_CWORD]#[=:]}"}
  COMPREPLY=()
  while IFS='' read -r candidate; do
    candidate=\${candidate%%$'\\t'*}
    # What is typed by its name, such as a VPC, is completed to its id.
    [[ $candidate == :* || $candidate != "$skip"* ]] && continue
    # A name may hold what the shell would obey.
    printf -v quoted %q "\${candidate#"$skip"}"
    COMPREPLY+=("$quoted")
  done <<<"$out"
  [[ $directive == 6 ]] && compopt -o nospace
  [[ $directive == 0 ]] && compopt -o default
  return 0
}
complete -F _kubectl_atlas_pe ${EXECUTABLE}
`,
  zsh: `#compdef ${EXECUTABLE}
# zsh completion for ${EXECUTABLE}: source <(${EXECUTABLE} completion zsh)
_kubectl_atlas_pe() {
  local out line directive
  local -a candidates
  out=$("\${words[1]}" __completeQuoting "\${(@)words[2,CURRENT]}" 2>/dev/null) || return
  directive=\${out##*:}
  for line in "\${(@f)out}"; do
    [[ $line == :* || -z $line ]] && continue
    # _describe takes a backslash away, and quotes what it inserts.
    candidates+=("\${\${\${line%%$'\\t'*}//\\\\/\\\\\\\\}//:/\\\\:}\${\${(M)line:#*$'\\t'*}:+:\${line#*$'\\t'}}")
  done
  if [[ $directive == 0 ]]; then _files; return; fi
  compset -P '-*='
  # What is typed by its name, such as a VPC, is completed to its id.
  local -a inserted
  (( \${candidates[(I)\${(b)PREFIX}*]} )) || inserted=(-U -P "$IPREFIX")
  [[ $directive == 6 ]] && inserted+=(-S '')
  _describe -t words word candidates "\${(@)inserted}"
}
(( $+functions[compdef] )) && compdef _kubectl_atlas_pe ${EXECUTABLE}
`,
  fish: `# fish completion for ${EXECUTABLE}: ${EXECUTABLE} completion fish | source
function __kubectl_atlas_pe
    set -l words (commandline -opc) (commandline -ct)
    set -l prefix (string match -r -- '^-[^=]+=' $words[-1]); or set prefix ''
    for line in ($words[1] __completeQuoting $words[2..-1] 2>/dev/null)
        string match -q -- ':*' $line; or echo $prefix$line
    end
end
complete -c ${EXECUTABLE} -f -a '(__kubectl_atlas_pe)'
complete -c ${EXECUTABLE} -l kubeconfig -r -F
`,
  kubectl: `#!/bin/sh
# Completion of "${PROGRAM}" in the shells that kubectl completes in (kubectl 1.26 and later). To install it:
#   ${PROGRAM} completion kubectl >/usr/local/bin/kubectl_complete-atlas_pe && chmod +x /usr/local/bin/kubectl_complete-atlas_pe
exec ${EXECUTABLE} __complete "$@"
`,
} as const;

import { HELLO } from './hello.ts';

/** For printf, which knows octal in every shell. */
const hello = HELLO.replace(/../g, (byte) => `\\${Number.parseInt(byte, 16).toString(8).padStart(3, '0')}`);

/**
 * What `sh -c` runs in a container that has no interpreter, with whatever else is there. Arguments: the host, 1 or 0 for whether to ask for its SRV,
 * the seconds of a step, 1 or 0 for whether somebody waits at stdin, then a `host:port` each. It prints a line `@what …` before the raw output of
 * each program and `@end CODE` after it; shell-answers.ts reads them. 143 is a program whose time was up.
 */
export const shellProgram = String.raw`
host=$1 srv=$2 step=$3 attached=$4
shift 4
has() { command -v "$1" >/dev/null 2>&1; }
within() {
  {
    "$@" <&4 4<&- &
    job=$!
    (sleep "$step"; kill "$job") >/dev/null 2>&1 4<&- &
    clock=$!
    wait "$job"
    code=$?
    kill "$clock" 2>/dev/null
  } 4<&0
  return "$code"
}
run() {
  printf '@%s\n' "$1"
  shift
  within "$@" </dev/null 2>&1
  printf '\n@end %s\n' "$?"
}
if [ "$attached" = 1 ]; then
  exec 5<&0
  (read -r line <&5; kill $$) >/dev/null 2>&1 &
  watch=$!
  exec 5<&-
  trap 'kill $watch 2>/dev/null' EXIT
  trap 'kill $job $clock 2>/dev/null; exit 1' TERM
fi
tools=
for tool in openssl bash getent nslookup; do has $tool && tools="$tools $tool"; done
printf '@tools%s\n@end 0\n' "$tools"
if [ "$srv" = 1 ] && has nslookup; then
  run srv nslookup -type=srv "_mongodb._tcp.$host"
  run txt nslookup -type=txt "$host"
fi
names=
for target in "$@"; do
  name=${'${target%:*}'} port=${'${target##*:}'}
  case " $names " in
    *" $name "*) ;;
    *)
      names="$names $name"
      if has getent; then run "host $name" getent ahosts "$name"; fi
      if has nslookup; then run "names $name" nslookup "$name"; fi
      ;;
  esac
  if has bash; then run "tcp $name $port" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$name" "$port"; fi
  if has openssl; then
    run "tls $name $port" openssl s_client -connect "$name:$port" -servername "$name" -verify_hostname "$name"
    printf '@hello %s %s\n' "$name" "$port"
    { printf '${hello}'; sleep 1; } | within openssl s_client -quiet -no_ign_eof -connect "$name:$port" -servername "$name" 2>/dev/null | openssl base64 -A
    printf '\n@end 0\n'
  fi
done
exit 0
`.trim();

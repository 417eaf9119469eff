#!/usr/bin/env bash
# The fake Compute Engine under a third party: Google's own client for Python reads from it, and every answer of the fake's own tests is
# compared with the discovery document that the client ships. Needs python3 and PyPI, and so is no part of `npm test`, but of .ci/run.
# The packages are kept in a cache folder. Ends with a line "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
venv=${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-atlas-pe/google-api-client
wanted='google-api-python-client==2.202.0 requests==2.34.2'
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  # shellcheck disable=SC2086 # one argument for each package
  python3 -m venv --clear "$venv" && "$venv/bin/pip" -q install $wanted && echo "$wanted" >"$venv/wanted" || {
    echo "FAIL Google's client for Python cannot be installed"
    echo '0 passed, 1 failed'
    exit 1
  }
fi
exec node --disable-warning=ExperimentalWarning test/google-api-client/google.check.ts "$venv/bin/python"

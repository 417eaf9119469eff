#!/usr/bin/env bash
# The fake Resource Manager under a third party: Azure's own SDK for Python reads from it, makes an endpoint and deletes it. Needs python3
# and PyPI, and so is no part of `npm test`, but of .ci/run. The packages are kept in a cache folder. Ends with a line "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
venv=${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-atlas-pe/azure-mgmt-network
wanted='azure-mgmt-network==33.1.0 azure-identity==1.27.0'
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  # shellcheck disable=SC2086 # one argument for each package
  python3 -m venv --clear "$venv" && "$venv/bin/pip" -q install $wanted && echo "$wanted" >"$venv/wanted" || {
    echo "FAIL Azure's SDK for Python cannot be installed"
    echo '0 passed, 1 failed'
    exit 1
  }
fi
exec node --disable-warning=ExperimentalWarning test/azure-mgmt-network/arm.check.ts "$venv/bin/python"

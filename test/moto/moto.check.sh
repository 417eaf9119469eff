#!/usr/bin/env bash
# `create` and `link` against a third party's EC2: moto's server, whose answers are read back with boto3. Needs python3 and PyPI, and so
# is no part of `npm test`, but of .ci/run. The packages are kept in a cache folder. Ends with a line "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
venv=${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-atlas-pe/moto
if [ ! -x "$venv/bin/moto_server" ]; then
  python3 -m venv "$venv" && "$venv/bin/pip" -q install 'moto[server,ec2]==5.2.1' || {
    echo 'FAIL moto cannot be installed'
    echo '0 passed, 1 failed'
    exit 1
  }
fi
exec node --disable-warning=ExperimentalWarning test/moto/moto.check.ts "$venv/bin"

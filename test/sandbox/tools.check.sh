#!/usr/bin/env bash
# The sandbox under a person's own tools: real kubectl, and aws where it is installed, against `npm run demo -- --source serverless --keep`.
# Prints a line for each check and ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
out=$(mktemp)
node test/sandbox/demo.ts --source serverless --keep >"$out" 2>&1 &
demo=$!
trap 'kill $demo 2>/dev/null; rm -f "$out"' EXIT
for _ in $(seq 60); do grep -q 'In another terminal' "$out" && break; sleep 1; done
eval "$(grep '^export ' "$out")"
passed=0 failed=0
check() { # name, expected pattern, command…
  local name=$1 pattern=$2; shift 2
  local got; got=$(timeout 30 "$@" 2>&1)
  if grep -qE -- "$pattern" <<<"$got"; then passed=$((passed + 1)); echo "ok   $name"
  else failed=$((failed + 1)); echo "FAIL $name: wanted /$pattern/, got:"; sed 's/^/     /' <<<"$got"; fi
}
check 'kubectl get' '^orders ' kubectl get atlasdeployments
check 'kubectl get by short name, as JSON' 'AVAILABLE' kubectl get ad orders -o 'jsonpath={.status.serverlessPrivateEndpoints[0].status}'
check 'kubectl describe' 'Status: +AVAILABLE' kubectl describe atlasdeployment orders
check 'kubectl patch' 'patched' kubectl patch ad orders --type=merge -p '{"metadata":{"labels":{"tier":"gold"}}}'
check 'kubectl patch, a test that fails' 'server rejected our request' kubectl patch ad orders --type=json -p '[{"op":"test","path":"/metadata/labels/tier","value":"tin"}]'
check 'kubectl wait' 'condition met' kubectl wait ad/orders --for=condition=Ready --timeout=10s
check 'kubectl wait, jsonpath' 'condition met' kubectl wait ad/orders '--for=jsonpath={.status.serverlessPrivateEndpoints[0].status}=AVAILABLE' --timeout=10s
check 'kubectl apply and delete' 'deleted' sh -c 'kubectl get ad orders -o json | jq "{apiVersion, kind, metadata: {name: \"two\"}, spec}" | kubectl apply --validate=false -f - && kubectl delete ad two'
check 'kubectl api-resources' 'AtlasDeployment' kubectl api-resources --api-group=atlas.mongodb.com
check 'kubectl get of what is not there' 'Error from server \(NotFound\): atlasdeployments.atlas.mongodb.com "nope" not found' kubectl get ad nope
check 'secret -o json is what the documented jq line prints' '^same$' sh -c '
  name=$(dist/kubectl-atlas_pe secret orders -o name); kubectl get "$name" -o json | jq -r ".data | with_entries(.value |= @base64d)" >/tmp/jq.$$
  dist/kubectl-atlas_pe secret orders -o json | cmp - /tmp/jq.$$ && echo same; rm -f /tmp/jq.$$'
check 'kubectl atlas-pe is on the PATH that the demo prints' '^ad/orders +orders-pe +Available ' kubectl atlas-pe status --no-headers
if command -v aws >/dev/null; then
  check 'aws describe-vpc-endpoints' 'available' sh -c 'for _ in 1 2 3 4 5 6; do aws ec2 describe-vpc-endpoints --query "VpcEndpoints[].State" --output text; sleep 1; done'
  check 'aws sees our tags' 'orders-pe' aws ec2 describe-vpc-endpoints --filters Name=tag:kubectl-atlas-pe/endpoint,Values=orders-pe --output text
  check 'aws sees the address type' 'ipv4' aws ec2 describe-vpc-endpoints --query "VpcEndpoints[].[IpAddressType,DnsOptions.DnsRecordIpType]" --output text
elif [ "${CI:-}" = true ]; then failed=$((failed + 1)); echo 'FAIL aws is not installed'
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Sends one request: produce.sh REQUEST_ID < request.json
set -euo pipefail
examples=$(cd "$(dirname "$0")/.." && pwd)
record=$(mktemp)
trap 'rm -f "$record"' EXIT
node "$examples/node/avro.mjs" encode llm.requests >"$record"
# A file is one record; standard input would be cut at its line ends. The key is the request's ordering_key, else its id.
# murmur2 chooses the partition that Java's clients choose.
kcat -P -b "${KAFKA:-localhost:9092}" -t llm.requests -k "$1" "$record" \
  -X enable.idempotence=true -X partitioner=murmur2_random

#!/usr/bin/env bash
# Prints the records of a topic as lines of JSON: read.sh TOPIC [OPTION OF KCAT]...
#   read.sh llm.responses -e                 all that is kept, then ends
#   read.sh llm.audit -o end                 the audit trail, as it grows
#   read.sh llm.responses -o s@1795338000000 -e   since a time, in milliseconds since 1970
set -euo pipefail
examples=$(cd "$(dirname "$0")/.." && pwd)
topic=$1
shift
# %R%s: each value behind its length. -u: at once.
kcat -C -q -u -b "${KAFKA:-localhost:9092}" -t "$topic" -X isolation.level=read_committed -o beginning "$@" -f '%R%s' |
  node "$examples/node/avro.mjs" decode "$topic"

#!/usr/bin/env bash
# Deletes a key of a compacted topic: tombstone.sh TOPIC KEY
#   tombstone.sh llm.control pause/primary   lifts the pause of the target primary
set -euo pipefail
# -Z: an empty value is none.
printf '%s\t' "$2" | kcat -P -b "${KAFKA:-localhost:9092}" -t "$1" -K '\t' -Z \
  -X enable.idempotence=true -X partitioner=murmur2_random

package dev.alize.topology;

import dev.alize.domain.RequestKey;

/** A request that is in the store goes to dispatch once more. */
record Again(RequestKey request) {}

package dev.alize.topology;

import dev.alize.domain.Identity;
import dev.alize.domain.RequestKey;

/**
 * A decoded cancellation, and where it was read.
 */
record CancelOrder(Identity identity, RequestKey key, String topic, long offset) {}

package dev.alize.calls;

import dev.alize.domain.RequestKey;

/**
 * Names an open call across tasks and generations of tasks.
 *
 * @param partition of the request
 * @param request its identity
 * @param content first 8 bytes of the hash of its content, so that a conflicting repeat never adopts a foreign answer
 * @param hop raised each time the request goes back to dispatch
 */
public record CallKey(int partition, RequestKey request, long content, int hop) {}

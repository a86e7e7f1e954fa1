package dev.alize.topology;

import dev.alize.domain.RequestKey;

/**
 * A ticket that was read from its topic.
 *
 * @param hop that the row of the request must have; else the ticket is stale
 */
record TicketRead(RequestKey request, int hop) {}

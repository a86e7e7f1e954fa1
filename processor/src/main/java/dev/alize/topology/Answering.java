package dev.alize.topology;

import dev.alize.topology.judging.Hearing;

/**
 * An answer on its way through the policies that judge answers.
 *
 * @param answered the response with the answer, changed in place
 * @param settled the attempt that gave the answer
 * @param hop of the call
 */
record Answering(Answered answered, Hearing hearing, Settled settled, int hop) {}

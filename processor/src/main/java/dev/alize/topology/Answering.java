package dev.alize.topology;

import dev.alize.topology.judging.Hearing;

/**
 * An answer on its way through the policies that judge answers.
 *
 * @param answered the response with the answer, changed in place
 * @param target id of the target that gave the answer
 * @param hop of the call
 */
record Answering(Answered answered, Hearing hearing, String target, int hop) {}

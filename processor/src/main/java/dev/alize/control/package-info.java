/**
 * What instances and operators tell each other beside the requests: live mitigations on {@code llm.control}, shares of
 * quotas on {@code llm.quota-shares}, answers that are kept on {@code llm.cache}, and what happened to a process on {@code llm.audit}. Each exchange has a thread of
 * its own, survives a broker that is away, and never holds up a stream thread or a caller.
 */
@NullMarked
package dev.alize.control;

import org.jspecify.annotations.NullMarked;

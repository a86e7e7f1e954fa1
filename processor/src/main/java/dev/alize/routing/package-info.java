/**
 * Where a request can go, when a call may begin there, and what becomes of a request after a failed attempt.
 *
 * <p>{@link dev.alize.routing.TargetRouter} holds a table of targets that is replaced as a whole by new rules, and one
 * {@link dev.alize.routing.Gate} for each target, which lives on as long as the target's id is configured. A gate's
 * mutable state is guarded by its own lock; nothing foreign (quota, events, listeners) is called under it except
 * {@link dev.alize.domain.ProcessEvents}, which returns at once. Two gates' locks are never held together.
 *
 * <p>Imports the domain and Resilience4j, nothing else: the configuration is mapped to these records elsewhere.
 */
@NullMarked
package dev.alize.routing;

import org.jspecify.annotations.NullMarked;

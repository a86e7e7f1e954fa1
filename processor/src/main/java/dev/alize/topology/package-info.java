/**
 * The way of a request through one stream task, a class per stage: decode, admit, policies, dispatch, settle, answer,
 * audit. The stream thread never blocks here: no HTTP, no registry, no waiting. Everything that can fail at produce
 * time is decided before it is forwarded to a sink.
 */
@NullMarked
package dev.alize.topology;

import org.jspecify.annotations.NullMarked;

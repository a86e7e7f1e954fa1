/**
 * The simulated Mistral: an HTTP server with the vendor's completion APIs, for tests, benches and runs without an
 * API key. It answers deterministically, fails on command and counts what it was asked. Each event loop has a front of
 * its own; only counters, rate windows and the behaviour in force are shared between loops.
 */
@NullMarked
package dev.alize.simulator;

import org.jspecify.annotations.NullMarked;

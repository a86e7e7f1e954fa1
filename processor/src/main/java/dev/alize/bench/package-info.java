/**
 * The benches: throughput, latency and chaos of real processes on this machine. Broker, registry, simulator and every
 * processor are child processes, so that the CPU of each can be told apart from the driver's, which is this process. A
 * bench reports through values and a listener and never prints or exits. What is measured, and how, stands at the
 * classes whose names end in {@code Bench}.
 */
@NullMarked
package dev.alize.bench;

import org.jspecify.annotations.NullMarked;

/**
 * A real Kafka broker, or several, and a real schema registry as child processes of this one, for a machine without Docker: the
 * quick start, the tests and the benches. Nothing but the command line, the benches and tests depends on it, and none of the
 * children's jars is on this process's class path. The children end with this process, however it ends.
 */
@NullMarked
package dev.alize.embedded;

import org.jspecify.annotations.NullMarked;

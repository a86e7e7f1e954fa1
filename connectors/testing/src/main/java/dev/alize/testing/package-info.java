/**
 * Processes that the tests of the connectors talk to: everything of the processor is started by its command line, as a
 * user would.
 */
@NullMarked
package dev.alize.testing;

import org.jspecify.annotations.NullMarked;

/** The command line: the only part that prints or decides the exit code. */
@NullMarked
package dev.alize.cli;

import org.jspecify.annotations.NullMarked;

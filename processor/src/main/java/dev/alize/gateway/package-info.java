/**
 * The composition root: makes one running instance out of a configuration, and stops it in order. Knows every other
 * package; none knows it but the command line and the edge jobs that bring a gateway of their own.
 */
@NullMarked
package dev.alize.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * Builds and evaluates the models that policies judge with, from the data in the repository. Nothing here is used by a
 * running gateway: only the command line calls it. The same data gives the same model, to the byte.
 */
@NullMarked
package dev.alize.training;

import org.jspecify.annotations.NullMarked;

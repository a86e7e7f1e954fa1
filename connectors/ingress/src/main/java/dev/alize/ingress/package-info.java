/** The command line of the ingress, and what puts its parts together. */
@NullMarked
package dev.alize.ingress;

import org.jspecify.annotations.NullMarked;

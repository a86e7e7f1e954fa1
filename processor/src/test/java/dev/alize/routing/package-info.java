/** Tests of routing, in a time of their own: no broker, no provider, no sleep. */
@NullMarked
package dev.alize.routing;

import org.jspecify.annotations.NullMarked;

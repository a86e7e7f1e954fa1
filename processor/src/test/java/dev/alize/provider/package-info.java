/** Tests of the provider, against servers on the loopback interface. */
@NullMarked
package dev.alize.provider;

import org.jspecify.annotations.NullMarked;

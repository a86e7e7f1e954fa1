/** How long stages take: decorators around the processors of the topology, which know nothing of what they do. */
@NullMarked
package dev.alize.topology.timing;

import org.jspecify.annotations.NullMarked;

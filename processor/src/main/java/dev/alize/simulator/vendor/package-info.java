/**
 * What the vendor's completion APIs accept and answer: the check of a request body, the completion whole or in chunks,
 * the error bodies, the model list and the counted rate windows. Bytes in, bytes out; nothing here touches the network.
 */
@NullMarked
package dev.alize.simulator.vendor;

import org.jspecify.annotations.NullMarked;

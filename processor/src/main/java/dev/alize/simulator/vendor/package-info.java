/**
 * What the vendor's chat completion API accepts and answers: the check of a request body, the completion, the error
 * bodies, the model list and the counted rate windows. Bytes in, bytes out; nothing here touches the network.
 */
@NullMarked
package dev.alize.simulator.vendor;

import org.jspecify.annotations.NullMarked;

/**
 * Connections to the targets: one pool for each, with its own protocol, authorities, proxy and limits, so that a target
 * whose connections are all in use makes no other wait. Everything runs on the provider's event loop, which owns every
 * field that is not final.
 */
@NullMarked
package dev.alize.provider.network;

import org.jspecify.annotations.NullMarked;

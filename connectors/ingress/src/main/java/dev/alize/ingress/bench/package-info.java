/**
 * Load for an ingress that runs, and what came of it. One event loop makes all calls, with Vert.x' client. Started by
 * hand; nothing here runs in a server or in a test.
 */
@NullMarked
package dev.alize.ingress.bench;

import org.jspecify.annotations.NullMarked;

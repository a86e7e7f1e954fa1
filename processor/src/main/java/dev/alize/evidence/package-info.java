/**
 * Collects what an incident leaves behind into one archive: the trail, the configuration, the state of topics and groups,
 * metrics, logs and what the cluster says. What could be a secret or a text of a request is taken out before anything is
 * written; what could not be collected is listed with the reason.
 */
@NullMarked
package dev.alize.evidence;

import org.jspecify.annotations.NullMarked;

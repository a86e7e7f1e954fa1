/** Reaches the receivers of alerts: a format and a way for each type, on threads of their own. */
@NullMarked
package dev.alize.alerts.send;

import org.jspecify.annotations.NullMarked;

package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;

/**
 * What is wrong with a target, or with the requests, now.
 *
 * @param severity P1, P2 or P3
 * @param since the first failure that belongs to it, in milliseconds since 1970
 * @param until the last moment that is known to be bad, in milliseconds since 1970; 0 where clearly bad counts show it
 * @param why in one sentence
 */
record Finding(Severity severity, Cause cause, long since, long until, String why) {
    /** One that clearly bad counts show. */
    Finding(Severity severity, Cause cause, long since, String why) {
        this(severity, cause, since, 0, why);
    }
}

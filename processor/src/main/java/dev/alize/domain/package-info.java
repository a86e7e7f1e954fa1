/**
 * The words of the gateway: request, policy, verdict, target, attempt, outcome. Values only; imports nothing but the
 * JDK and the null annotations.
 */
@NullMarked
package dev.alize.domain;

import org.jspecify.annotations.NullMarked;

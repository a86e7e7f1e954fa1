/**
 * Small linear models over hashed words and pieces of words, for the policies that judge with one. A model is trained
 * by {@code dev.alize.training} and shipped as a resource; scoring needs nothing but the JDK.
 */
@NullMarked
package dev.alize.policies.model;

import org.jspecify.annotations.NullMarked;

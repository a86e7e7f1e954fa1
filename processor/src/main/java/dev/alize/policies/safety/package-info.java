/**
 * The safety filter: a linear model of many labels and weighted rules judge texts by the category of the harm in them.
 * {@link dev.alize.policies.safety.SafetyScorer} puts the two together, the policy compares with the thresholds, and the
 * guard does so while an answer comes.
 */
@NullMarked
package dev.alize.policies.safety;

import org.jspecify.annotations.NullMarked;

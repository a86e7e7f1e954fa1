/**
 * Budgets: accounts of what tenants may spend in a day or month, the ledger that owns one, and the leases on it by which
 * partitions reserve what calls may cost, without asking for each.
 *
 * <p>All amounts are cumulative over the period of the account, so that messages which come twice or late do no harm:
 * each side takes the larger of what it knows and what it is told. What the calls of an account cost together is more
 * than its limit by no more than what they cost beyond their reservations, and by the reservations that were made
 * without a lease ({@link Lease#reserve} says when).
 */
@NullMarked
package dev.alize.budget;

import org.jspecify.annotations.NullMarked;

/**
 * The triage of the incident runbook. Probes look (at targets, brokers, registry, groups, the audit trail, commands and
 * instances); checks say what it means, purely, in {@link dev.alize.doctor.Finding}s with what to do; {@link
 * dev.alize.doctor.Triage} lets all look at once and waits for none longer than it may. No key is shown beyond its first
 * characters, and no text of requests or answers is read.
 */
@NullMarked
package dev.alize.doctor;

import org.jspecify.annotations.NullMarked;

/** The words of the incident runbook: severities, and the branches of its decision tree. Imports the domain only. */
@NullMarked
package dev.alize.diagnosis;

import org.jspecify.annotations.NullMarked;

/** How the audit trail is keyed and sealed, whoever writes it. */
@NullMarked
package dev.alize.audit;

import org.jspecify.annotations.NullMarked;

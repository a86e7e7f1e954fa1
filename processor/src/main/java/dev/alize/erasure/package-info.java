/**
 * Forgets a subject: orders the gateway to forget the pseudonyms, removes what can be removed, and says what still holds
 * texts of the subject and until when. The subject's name is in no file, log or topic that this writes.
 */
@NullMarked
package dev.alize.erasure;

import org.jspecify.annotations.NullMarked;

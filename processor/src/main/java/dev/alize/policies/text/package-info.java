/**
 * What several policies do with texts: normalising them, finding encoded parts, texts in JSON, languages. Everything
 * here takes linear time.
 */
@NullMarked
package dev.alize.policies.text;

import org.jspecify.annotations.NullMarked;

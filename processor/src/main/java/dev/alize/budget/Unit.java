package dev.alize.budget;

/** What an account counts. */
public enum Unit {
    /** Billionths of a USD. */
    USD,
    /** Tokens of prompts and completions. */
    TOKENS;

    /** The name in accounts and verdicts, such as {@code usd}. */
    public String code() {
        return this == USD ? "usd" : "tokens";
    }
}

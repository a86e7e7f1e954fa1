package dev.alize.simulator.quota;

/** What a limit counts. */
public enum Measure {
    /** Calls that were let in, counted when they arrive. */
    REQUESTS("requests", "req"),
    /** Tokens of prompt and answer, counted when the call has ended. */
    TOKENS("tokens", "tokens");

    private final String word;
    private final String headerWord;

    Measure(String word, String headerWord) {
        this.word = word;
        this.headerWord = headerWord;
    }

    /** For people, and in OpenAI's headers. */
    public String word() {
        return word;
    }

    /** In Mistral's headers. */
    public String headerWord() {
        return headerWord;
    }
}

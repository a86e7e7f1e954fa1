package dev.alize.diagnosis;

/**
 * What a provider's public status page says.
 *
 * @param state of the provider, as far as the page tells
 * @param says its own words, or why there is no answer; up to 200 characters, empty where there is no page
 */
public record PageStatus(State state, String says) {
    /** No page is configured. */
    public static final PageStatus NONE = new PageStatus(State.NONE, "");

    private static final int LONGEST = 200;

    /** What a page can tell. */
    public enum State {
        NONE,
        UP,
        TROUBLE,
        UNKNOWN
    }

    public PageStatus {
        says = says.replaceAll("\\p{Cntrl}+", " ").strip();
        says = says.length() <= LONGEST ? says : says.substring(0, LONGEST);
    }

    /** One that gives no answer. */
    public static PageStatus unknown(String why) {
        return new PageStatus(State.UNKNOWN, why);
    }
}

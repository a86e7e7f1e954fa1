package dev.alize.deploy;

import java.util.Optional;
import java.util.regex.Pattern;

/** References of images: {@code [registry/]path:tag[@digest]}, as the distribution project defines them. */
final class ImageName {
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile("(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?" + PART + "(?:/" + PART
            + ")*:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(?:@sha256:[0-9a-f]{64})?");
    /** Such as 4.3.1, v3.13.3 or 25.0.4_7-jre-noble: a release, not a line of releases. */
    private static final Pattern RELEASE = Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+.*");

    private ImageName() {}

    /** What is wrong with one; empty where nothing is. */
    static Optional<String> problem(String reference) {
        var matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            return Optional.of("image '" + reference + "' is not NAME:TAG");
        }
        return RELEASE.matcher(matcher.group("tag")).matches()
                ? Optional.empty()
                : Optional.of("image '" + reference + "' is not pinned: its tag names no release");
    }
}

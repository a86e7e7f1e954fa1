package dev.alize.client.letters;

import dev.alize.client.letters.Letter.Place;
import dev.alize.schemas.DeadLetter;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which letters are sent again, as they are read. Of each request only the letter with the highest redrive number
 * is open: an older one was sent again before, as the newer one proves, whether that one is meant or not. Holds a few
 * numbers of each letter, not its request.
 */
public final class Selection {
    private final LetterFilter filter;
    private final Map<Name, Best> best = new HashMap<>();
    private long meant;
    private long undecodable;

    /** A request, whatever its redrive number. */
    private record Name(String tenant, String requestId) {}

    /** @param chosen null where the letter is not meant */
    private record Best(int redrive, @Nullable Chosen chosen) {}

    /**
     * A letter to send again.
     *
     * @param atMs when the request was given up, in milliseconds since 1970
     */
    public record Chosen(Place place, String kind, long atMs) {}

    public Selection(LetterFilter filter) {
        this.filter = filter;
    }

    /** Looks at the next letter; those of one partition come in their order. */
    public void take(Letter letter) {
        boolean isMeant = filter.test(letter);
        DeadLetter content = letter.content().orElse(null);
        if (content == null) {
            undecodable += isMeant ? 1 : 0;
            return;
        }
        meant += isMeant ? 1 : 0;
        Chosen chosen =
                isMeant ? new Chosen(letter.place(), letter.kind(), letter.at().toEpochMilli()) : null;
        best.merge(
                new Name(content.getTenant(), content.getRequestId()),
                new Best(content.getRedrive(), chosen),
                Selection::better);
    }

    /**
     * Of two letters with one number, the second is a conflict of ids: sent again beside the first it would be one once
     * more. It counts only where the first is not meant.
     */
    private static Best better(Best first, Best second) {
        if (first.redrive() != second.redrive()) {
            return first.redrive() > second.redrive() ? first : second;
        }
        return first.chosen() != null ? first : second;
    }

    /** The letters to send again, the oldest first. */
    public List<Chosen> chosen(long limit) {
        return best.values().stream()
                .map(Best::chosen)
                .flatMap(java.util.stream.Stream::ofNullable)
                .sorted(Comparator.comparingLong(Chosen::atMs)
                        .thenComparingInt(chosen -> chosen.place().partition())
                        .thenComparingLong(chosen -> chosen.place().offset()))
                .limit(limit)
                .toList();
    }

    /** Letters that are meant, but of which a newer one exists. */
    public long superseded() {
        return meant
                - best.values().stream().filter(one -> one.chosen() != null).count();
    }

    /** Records that are meant, but hold no request. */
    public long undecodable() {
        return undecodable;
    }

    /** How many there are of each kind. */
    public static TreeMap<String, Long> byKind(Collection<Chosen> chosen) {
        return chosen.stream().collect(Collectors.groupingBy(Chosen::kind, TreeMap::new, Collectors.counting()));
    }
}

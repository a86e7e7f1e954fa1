package dev.alize.policies.moderation;

import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Moderator;
import dev.alize.domain.Moderator.Opinion;
import dev.alize.domain.Moderator.Question;
import dev.alize.domain.Moderator.Rating;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.AskingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider's moderation endpoint for a second opinion. Requests: every text but the application's own is judged
 * by itself. Answers: each text as the answer to the last thing that the user said.
 */
public final class ExternalModeration implements AskingPolicy {
    /** The provider found something. */
    public static final String FLAGGED = "moderation_flagged";
    /** There is no opinion. */
    public static final String UNAVAILABLE = "moderation_unavailable";

    private final ExternalModerationSettings settings;
    private final Moderator moderator;

    public ExternalModeration(ExternalModerationSettings settings, Moderator moderator) {
        this.settings = settings;
        this.moderator = moderator;
    }

    @Override
    public String name() {
        return ExternalModerationSettings.NAME;
    }

    @Override
    public void ask(Material material, Consumer<Verdict> answer) {
        List<Piece> pieces = Piece.of(material);
        if (pieces.isEmpty()) {
            answer.accept(Verdict.Allow.CLEAN);
            return;
        }
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Opinion> once = opinion -> {
            if (answered.compareAndSet(false, true)) {
                answer.accept(verdict(pieces, opinion));
            }
        };
        Question question = new Question(
                material.about().identity(),
                settings.target(),
                settings.model(),
                settings.timeout(),
                settings.maxConcurrent(),
                asked(material),
                pieces.stream().map(Piece::text).toList());
        try {
            moderator.ask(question, once);
        } catch (RuntimeException e) {
            once.accept(new Opinion.Missing(e.getClass().getSimpleName()));
        }
    }

    /** The end of what the user said last; the vendor judges the last turn, and needs no more than its context. */
    private static @Nullable String asked(Material material) {
        if (material.direction() == Direction.REQUEST) {
            return null;
        }
        return material.asked().reversed().stream()
                .filter(passage -> passage.origin() == Origin.USER)
                .map(Passage::text)
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(ExternalModeration::end)
                .orElse(null);
    }

    private static String end(String text) {
        int start = Math.max(0, text.length() - Piece.LONGEST / 4);
        return text.substring(
                start > 0 && Character.isLowSurrogate(text.charAt(start)) && start + 1 < text.length()
                        ? start + 1
                        : start);
    }

    private Verdict verdict(List<Piece> pieces, Opinion opinion) {
        return switch (opinion) {
            case Opinion.Given given -> isComplete(pieces, given) ? judged(pieces, given.ratings()) : unavailable();
            case Opinion.Missing missing -> unavailable();
        };
    }

    /** An opinion without any of the categories that count says nothing. */
    private boolean isComplete(List<Piece> pieces, Opinion.Given given) {
        return given.ratings().size() == pieces.size()
                && given.ratings().stream()
                        .allMatch(ratings -> settings.categories().stream().anyMatch(ratings::containsKey));
    }

    private Verdict judged(List<Piece> pieces, List<Map<String, Rating>> ratings) {
        List<Finding> found = new ArrayList<>();
        double highest = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            for (String category : settings.categories()) {
                Rating rating = ratings.get(i).get(category);
                if (rating != null) {
                    highest = Math.max(highest, rating.score());
                    if (counts(category, rating)) {
                        found.add(new Finding(category, piece.passage(), piece.start(), piece.end()));
                    }
                }
            }
        }
        Evidence evidence = new Evidence(highest, found);
        if (found.isEmpty()) {
            return new Verdict.Allow(evidence);
        }
        return settings.conduct().action() == Action.BLOCK
                ? new Verdict.Block(FLAGGED, evidence)
                : new Verdict.Flag(FLAGGED, evidence);
    }

    private boolean counts(String category, Rating rating) {
        Double threshold = settings.thresholds().get(category);
        return threshold == null ? rating.flagged() : rating.score() >= threshold;
    }

    private Verdict unavailable() {
        return settings.conduct().onError() == Conduct.OnError.BLOCK
                ? new Verdict.Block(UNAVAILABLE, Evidence.NONE)
                : new Verdict.Flag(UNAVAILABLE, Evidence.NONE);
    }
}

package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The keys that every policy has: {@code action}, {@code direction}, {@code on_error}. */
final class ConductReader {
    private static final Map<String, Set<Direction>> DIRECTIONS = Map.of(
            "request", Set.of(Direction.REQUEST),
            "response", Set.of(Direction.RESPONSE),
            "both", Set.of(Direction.REQUEST, Direction.RESPONSE));
    private static final Format<Conduct.OnError> ON_ERROR =
            Formats.oneOf(Map.of("block", Conduct.OnError.BLOCK, "allow", Conduct.OnError.ALLOW));

    private ConductReader() {}

    /**
     * @param otherwise what holds for a key that is not given
     * @param actions that the policy knows
     */
    static Conduct read(YamlMap block, Conduct otherwise, Action... actions) {
        Map<String, Action> words = new LinkedHashMap<>();
        for (Action action : actions) {
            words.put(action.code(), action);
        }
        Action action = block.get("action", Formats.oneOf(words), otherwise.action());
        Set<Direction> directions = block.get("direction", Formats.oneOf(DIRECTIONS), otherwise.directions());
        Conduct.OnError onError = block.get("on_error", ON_ERROR, otherwise.onError());
        return new Conduct(action, directions, onError);
    }
}

package dev.alize.policies.safety;

import dev.alize.domain.Direction;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tests have judged. */
final class Materials {
    static final Material.About ABOUT = new Material.About(new Identity("acme", "1", 0), null, null, Set.of(), false);

    private Materials() {}

    static Material of(Passage.Origin origin, String text) {
        return Material.ofRequest(ABOUT, List.of(new Passage(origin, 0, text)));
    }

    static Material answer() {
        return new Material(Direction.RESPONSE, ABOUT, List.of(), List.of(), Map.of(), Map.of());
    }
}

package dev.alize.console.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The state at one moment.
 *
 * @param members JSON by name, such as {@code "targets": [...]}; without the role, which each caller has its own
 */
public record Snapshot(SequencedMap<String, String> members) {
    public static final Snapshot NONE = new Snapshot(new LinkedHashMap<>());

    public Snapshot {
        members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /** The member that tells the time. */
    static final String AT = "at";

    /** What of it differs from an earlier one. */
    public Snapshot since(Snapshot earlier) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(members);
        changed.entrySet().removeIf(member -> member.getValue().equals(earlier.members.get(member.getKey())));
        return new Snapshot(changed);
    }

    /** The same with another member; its name and its JSON. */
    public Snapshot with(String name, String json) {
        SequencedMap<String, String> all = new LinkedHashMap<>(members);
        all.put(name, json);
        return new Snapshot(all);
    }

    /** Whether it has more than the time. */
    public boolean isNews() {
        return members.keySet().stream().anyMatch(name -> !name.equals(AT));
    }

    /** All members as one object, in one line. */
    public String json() {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append('"').append(name).append("\":").append(value);
        });
        return json.append('}').toString();
    }
}

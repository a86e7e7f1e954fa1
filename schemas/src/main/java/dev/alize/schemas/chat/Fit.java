package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What fits a typed field: a value that would be written back as an equal JSON value. Null is "does not fit". */
final class Fit {
    private Fit() {}

    /** Reads a JSON value into a record, or says by null that it does not fit. */
    interface Reading<T> {
        @Nullable
        T of(JsonNode value);
    }

    /** Puts a member into its typed field; false where it has none or does not fit. */
    interface Typed {
        boolean took(String name, JsonNode value);
    }

    /** Offers every member to the typed fields; the rest, as JSON text by name. */
    static Map<String, String> rest(JsonNode object, Typed typed) {
        Map<String, String> rest = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!typed.took(member.getKey(), member.getValue())) {
                rest.put(member.getKey(), Json.text(member.getValue()));
            }
        }
        return rest;
    }

    static <T> boolean take(@Nullable T value, Consumer<T> field) {
        if (value == null) {
            return false;
        }
        field.accept(value);
        return true;
    }

    static @Nullable String text(JsonNode value) {
        return value.isTextual() && Json.wellFormed(value.textValue()) ? value.textValue() : null;
    }

    /** A text that is not empty, since empty stands for a role that was not given. */
    static @Nullable String word(JsonNode value) {
        String text = text(value);
        return text == null || text.isEmpty() ? null : text;
    }

    static @Nullable Boolean flag(JsonNode value) {
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : null;
    }

    static @Nullable Long whole(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() ? Long.valueOf(value.longValue()) : null;
    }

    static @Nullable Double decimal(JsonNode value) {
        double number = value.doubleValue();
        boolean exact = value.isNumber()
                && Double.isFinite(number)
                && new BigDecimal(Double.toString(number)).compareTo(value.decimalValue()) == 0;
        return exact ? Double.valueOf(number) : null;
    }

    /** Any value but null, as JSON text. */
    static @Nullable String json(JsonNode value) {
        return value.isNull() ? null : Json.text(value);
    }

    /** A list whose every item fits. */
    static <T> @Nullable List<T> list(JsonNode value, Reading<T> reading) {
        if (!value.isArray()) {
            return null;
        }
        List<T> items = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            T read = reading.of(item);
            if (read == null) {
                return null;
            }
            items.add(read);
        }
        return items;
    }
}

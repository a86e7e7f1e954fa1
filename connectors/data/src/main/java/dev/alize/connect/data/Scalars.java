package dev.alize.connect.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Avro's values without parts. */
final class Scalars {
    private static final long DAY_MILLIS = 86_400_000;

    private Scalars() {}

    static Object of(Object value, Schema avro) {
        return switch (avro.getType()) {
            case BOOLEAN -> value instanceof Boolean ? value : refuse(value, avro);
            case INT -> integer(value, avro);
            case LONG -> whole(value, avro);
            case FLOAT -> value instanceof Float ? value : refuse(value, avro);
            case DOUBLE -> real(value, avro);
            case STRING -> value instanceof CharSequence ? value.toString() : refuse(value, avro);
            case ENUM -> symbol(value, avro);
            case BYTES -> ByteBuffer.wrap(bytes(value, avro));
            case FIXED -> fixed(value, avro);
            case NULL, UNION, RECORD, ARRAY, MAP -> refuse(value, avro);
        };
    }

    /** What a schema takes, for messages. */
    static String expected(Schema avro) {
        return switch (avro.getType()) {
            case UNION ->
                avro.getTypes().stream().map(Scalars::expected).distinct().collect(Collectors.joining(" or "));
            case ENUM -> "one of " + String.join(", ", avro.getEnumSymbols());
            case RECORD -> "a record " + avro.getFullName();
            default -> {
                String type = avro.getType().getName().toLowerCase(Locale.ROOT);
                yield avro.getLogicalType() == null
                        ? type
                        : type + " (" + avro.getLogicalType().getName() + ")";
            }
        };
    }

    private static Object refuse(Object value, Schema avro) {
        throw Mismatch.of(value, expected(avro));
    }

    private static Object integer(Object value, Schema avro) {
        if (value instanceof Date date) {
            long number = switch (logical(avro)) {
                case "date" -> Math.floorDiv(date.getTime(), DAY_MILLIS);
                case "", "time-millis" -> date.getTime();
                default -> throw Mismatch.of(value, expected(avro));
            };
            return number == (int) number ? (int) number : refuse(value, avro);
        }
        long number = (Long) whole(value, avro);
        if (number != (int) number) {
            throw new Mismatch("got a number beyond 32 bits, expected " + expected(avro));
        }
        return (int) number;
    }

    private static Object whole(Object value, Schema avro) {
        return switch (value) {
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Long number -> number;
            case Date date -> time(date, avro);
            default -> refuse(value, avro);
        };
    }

    private static long time(Date date, Schema avro) {
        long units = switch (logical(avro)) {
            case "", "timestamp-millis", "local-timestamp-millis" -> 1;
            case "time-micros", "timestamp-micros", "local-timestamp-micros" -> 1_000;
            case "timestamp-nanos", "local-timestamp-nanos" -> 1_000_000;
            default -> throw Mismatch.of(date, expected(avro));
        };
        try {
            return Math.multiplyExact(date.getTime(), units);
        } catch (ArithmeticException e) {
            throw new Mismatch("got a time beyond 64 bits, expected " + expected(avro));
        }
    }

    private static String logical(Schema avro) {
        return avro.getLogicalType() == null ? "" : avro.getLogicalType().getName();
    }

    private static Object real(Object value, Schema avro) {
        return switch (value) {
            case Double number -> number;
            case Float number -> number.doubleValue();
            case Byte number -> number.doubleValue();
            case Short number -> number.doubleValue();
            case Integer number -> number.doubleValue();
            case Long number -> number.doubleValue();
            default -> refuse(value, avro);
        };
    }

    private static Object symbol(Object value, Schema avro) {
        if (!(value instanceof CharSequence)) {
            return refuse(value, avro);
        }
        if (!avro.hasEnumSymbol(value.toString())) {
            throw new Mismatch("got another text, expected " + expected(avro));
        }
        return new GenericData.EnumSymbol(avro, value.toString());
    }

    private static Object fixed(Object value, Schema avro) {
        byte[] bytes = bytes(value, avro);
        if (bytes.length != avro.getFixedSize()) {
            throw new Mismatch("got " + bytes.length + " bytes, expected " + avro.getFixedSize());
        }
        return new GenericData.Fixed(avro, bytes);
    }

    private static byte[] bytes(Object value, Schema avro) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                yield bytes;
            }
            case BigDecimal decimal -> unscaled(decimal, avro);
            default -> throw Mismatch.of(value, expected(avro));
        };
    }

    private static byte[] unscaled(BigDecimal decimal, Schema avro) {
        if (!(avro.getLogicalType() instanceof LogicalTypes.Decimal type)) {
            throw Mismatch.of(decimal, expected(avro));
        }
        if (decimal.scale() > type.getScale()
                || decimal.precision() - decimal.scale() > type.getPrecision() - type.getScale()) {
            throw new Mismatch("got a decimal of scale " + decimal.scale() + " and precision " + decimal.precision()
                    + ", expected scale " + type.getScale() + " and precision " + type.getPrecision());
        }
        return decimal.setScale(type.getScale()).unscaledValue().toByteArray();
    }
}

package dev.alize.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alize.policies.ChainRun;
import dev.alize.policies.Chains;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Passes every line of a stream through the chain that its request would pass. Confined to one thread. */
public final class Trial {
    /** How many bad lines are described; the others are counted. */
    public static final int DESCRIBED = 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /**
     * What came of it.
     *
     * @param tally of the lines that could be judged
     * @param problems the first bad lines
     * @param bad how many lines are bad
     */
    public record Outcome(Tally tally, List<BadLine> problems, long bad) {
        public Outcome {
            problems = List.copyOf(problems);
        }
    }

    private final Chains chains;
    private final LongSupplier nanos;
    private final Tally tally = new Tally();
    private final List<BadLine> problems = new ArrayList<>();
    private long bad;

    /** @param nanos a clock that only goes forward, for the time that judging takes */
    public Trial(Chains chains, LongSupplier nanos) {
        this.chains = chains;
        this.nanos = nanos;
    }

    /** Judges every line; a bad one is noted and has no line in the output, an empty one is passed over. */
    public Outcome run(InputStream in, OutputStream out) throws IOException {
        LineSource lines = new LineSource(in);
        byte[] line;
        while ((line = lines.next()) != null) {
            byte[] result = judge(lines.number(), line);
            if (result != null) {
                out.write(result);
                out.write('\n');
            }
        }
        return new Outcome(tally, problems, bad);
    }

    private byte @Nullable [] judge(long number, byte[] bytes) throws JsonProcessingException {
        try {
            String text = LineSource.text(bytes);
            return text.isBlank() ? null : judge(TrialLine.parse(text));
        } catch (BadLineException e) {
            bad++;
            if (problems.size() < DESCRIBED) {
                problems.add(new BadLine(number, e.got(), e.expected()));
            }
            return null;
        }
    }

    private byte[] judge(TrialLine line) throws JsonProcessingException {
        long start = nanos.getAsLong();
        ChainRun.Result result = ChainRun.of(chains.of(line.material().about()), line.material());
        tally.add(result, nanos.getAsLong() - start);
        return utf8(JSON.writeValueAsString(TrialResult.json(line, result)));
    }

    /** JSON may hold halves of surrogate pairs, and UTF-8 may not: they are escaped. */
    static byte[] utf8(String json) {
        StringBuilder safe = null;
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            boolean pair = Character.isHighSurrogate(unit)
                    && i + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(i + 1));
            if (Character.isSurrogate(unit) && !pair && safe == null) {
                safe = new StringBuilder(json.length() + 16).append(json, 0, i);
            }
            if (safe != null && Character.isSurrogate(unit) && !pair) {
                safe.append("\\u").append(Integer.toHexString(unit));
            } else if (safe != null) {
                safe.append(unit);
            }
            if (pair) {
                i++;
                if (safe != null) {
                    safe.append(json.charAt(i));
                }
            }
        }
        return (safe == null ? json : safe.toString()).getBytes(StandardCharsets.UTF_8);
    }
}

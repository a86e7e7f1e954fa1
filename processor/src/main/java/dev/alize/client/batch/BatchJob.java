package dev.alize.client.batch;

import dev.alize.client.BadInputException;
import dev.alize.client.Exchange;
import dev.alize.client.Problem;
import dev.alize.client.batch.BatchRun.Steering;
import dev.alize.client.batch.InputFile.Scan;
import dev.alize.schemas.batch.ResultLine.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A file of requests to be answered into a file of answers. {@link #prepare} finds everything that is wrong before
 * anything is sent or written; {@link #run} may be cut off at any moment and be repeated.
 */
public final class BatchJob {
    private final BatchOptions options;
    private final RunPlan plan;
    private final InputFile input;
    private final Scan scan;

    private BatchJob(BatchOptions options, RunPlan plan, InputFile input, Scan scan) {
        this.options = options;
        this.plan = plan;
        this.input = input;
        this.scan = scan;
    }

    /**
     * Reads the input and looks at the output.
     *
     * @throws BadInputException with everything that is wrong
     */
    public static BatchJob prepare(BatchOptions options) {
        try {
            RunPlan plan = RunPlan.of(options);
            InputFile input = new InputFile(options.input());
            Scan scan = input.scan(plan.runId());
            plan.checkInput(options, scan.sha256());
            return new BatchJob(options, plan, input, scan);
        } catch (IOException e) {
            throw failed("Output", e);
        }
    }

    /** How many requests the file has. */
    public int requests() {
        return scan.index().size();
    }

    /** Whether an interrupted run is gone on with. */
    public boolean resumes() {
        return plan.interrupted().isPresent();
    }

    /**
     * Sends what is not answered and writes the answers, until all are there or {@code stop} says so. Call it once.
     *
     * @param stop asked often, on this thread
     * @throws BadInputException where the output has changed since it was looked at, or is being written
     */
    public Summary run(Exchange exchange, BatchListener listener, BooleanSupplier stop, InstantSource clock) {
        try {
            moveAside(listener);
            Summary summary = run(exchange, listener, new Steering(options.maxInFlight(), stop, clock));
            if (scan.index().open() == 0) {
                Files.delete(RunFile.beside(options.output()));
            }
            return summary;
        } catch (IOException e) {
            throw failed("The run", e);
        }
    }

    private void moveAside(BatchListener listener) throws IOException {
        if (plan.aside().isPresent()) {
            Files.move(options.output(), plan.aside().get());
            listener.note("The answers of an earlier run were moved to "
                    + plan.aside().get() + ".");
        }
    }

    private Summary run(Exchange exchange, BatchListener listener, Steering steering) throws IOException {
        Tally tally = new Tally();
        try (OutputFile output = OutputFile.open(options.output(), answer -> restore(answer, tally))) {
            boolean resumed = plan.interrupted().isPresent();
            RunFile run = resumed ? plan.interrupted().get() : begin(exchange);
            exchange.readFrom(startOffsets(run, exchange, listener));
            Answers answers = new Answers(input, scan.index(), output, tally);
            return new BatchRun(run, answers, exchange, listener).run(steering, resumed);
        }
    }

    private void restore(Answer answer, Tally tally) {
        RequestId id = RequestId.of(plan.runId(), answer.customId());
        if (plan.interrupted().isEmpty() || !scan.index().answer(id)) {
            throw new BadInputException(
                    "Output",
                    new Problem(
                            options.output().toString(),
                            "an answer that is not of this run, or a second one",
                            "the file as the interrupted run left it, or a new one"));
        }
        tally.add(answer.status());
    }

    private RunFile begin(Exchange exchange) throws IOException {
        RunFile run = new RunFile(plan.runId(), scan.sha256(), options.tenant(), exchange.cluster(), exchange.end());
        run.write(RunFile.beside(options.output()));
        return run;
    }

    /** In another cluster the saved offsets mean nothing: everything there is read, and what is open is asked again. */
    private Map<Integer, Long> startOffsets(RunFile run, Exchange exchange, BatchListener listener) {
        if (run.cluster().equals(exchange.cluster())) {
            return run.startOffsets();
        }
        listener.note("The interrupted run was on another Kafka cluster: what it had sent is asked again here.");
        return Map.of();
    }

    private static IllegalStateException failed(String what, IOException e) {
        return new IllegalStateException(what + ": got " + e + "; expected files that can be read and written", e);
    }
}

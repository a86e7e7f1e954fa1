package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.UnreachableException;
import dev.alize.config.reader.ConfigurationException;
import dev.alize.embedded.StackStartException;
import dev.alize.gateway.GatewayStartException;
import dev.alize.metrics.http.ListenException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What the user sees of an exception: one clear message, and the stack trace only if asked for. */
final class Failures implements IExecutionExceptionHandler {
    static final int NOT_COMPLETED = 1;
    static final int NOT_STARTED = 2;

    private final BooleanSupplier debug;

    Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        err.println("alize: " + message(failure));
        if (debug.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    static String message(Exception failure) {
        String message = failure.getMessage();
        if (isForUser(failure) && message != null) {
            return message;
        }
        return "internal error: " + failure.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                + " (--debug shows where)";
    }

    static int exitCode(Exception failure) {
        return failure instanceof IllegalStateException || !isForUser(failure) ? NOT_COMPLETED : NOT_STARTED;
    }

    private static boolean isForUser(Exception failure) {
        return failure instanceof BadInputException
                || failure instanceof UnreachableException
                || failure instanceof ConfigurationException
                || failure instanceof StackStartException
                || failure instanceof GatewayStartException
                || failure instanceof ListenException
                || failure instanceof IllegalStateException;
    }
}

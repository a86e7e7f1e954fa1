package dev.alize.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a stack, prints its data directory, keeps it if it is given and waits to be killed. */
final class StackParent {

    private StackParent() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedOptions options = EmbeddedOptions.defaults();
        EmbeddedStack stack =
                EmbeddedStack.start(args.length == 0 ? options : options.withDataDirectory(Path.of(args[0])));
        System.out.println(stack.logs().getParent());
        new CountDownLatch(1).await();
        stack.close();
    }

    static Process launch(String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StackParent.class.getName()));
        line.addAll(List.of(args));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

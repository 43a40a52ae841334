package io.rollcall.cli.demo;

import io.rollcall.cli.Termination;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The instance that the demo kills, in a process of its own. */
@Command(name = "demo-instance", hidden = true, description = "One instance of the demo, in a process of its own.")
public final class DemoInstanceCommand implements Runnable {
    @Option(names = "--registry", required = true)
    private String registry = "";

    /** For picocli. */
    public DemoInstanceCommand() {}

    /** Serves until it is killed or terminated, or the demo, which holds the other end of standard input, has ended. */
    @Override
    public void run() {
        try (Termination termination = Termination.expected()) {
            UserService instance = UserService.start(DemoMember.KILLED, registry);
            Thread parent = new Thread(() -> {
                awaitEndOfInput();
                System.exit(0);
            });
            parent.setDaemon(true);
            parent.start();
            termination.await();
            instance.close();
        }
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

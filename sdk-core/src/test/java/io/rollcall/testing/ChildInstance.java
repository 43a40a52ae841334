package io.rollcall.testing;

import io.rollcall.Registration;
import io.rollcall.Rollcall;
import io.rollcall.SdkListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process that serves HTTP, registers, and never closes: for {@link ChildProcess}. Its arguments are the registry's
 * URL, its service and its id. It prints {@code state …} for each change of its registration,
 * {@link ChildProcess#READY} when it is up, and ends with {@code exit} as the fourth argument through
 * {@code System.exit(3)} at once.
 */
public final class ChildInstance {
    private static final Duration SOON = Duration.ofSeconds(30);

    private ChildInstance() {}

    /** Runs until it is ended. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream out = System.out;
        HttpInstance server = HttpInstance.start(args[1], args[2]);
        Rollcall rollcall = Rollcall.builder()
                .registry(args[0])
                .listener(new SdkListener() {
                    @Override
                    public void registrationChanged(
                            Registration of, Registration.State before, Registration.State now) {
                        out.println("state " + now);
                    }
                })
                .build();
        rollcall.register(server.instance().build()).awaitUp(SOON);
        out.println(ChildProcess.READY);
        if (args.length > 3) {
            System.exit(3);
        }
        new CountDownLatch(1).await();
    }
}

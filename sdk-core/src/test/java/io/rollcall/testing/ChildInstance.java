package io.rollcall.testing;

import io.rollcall.Rollcall;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.registration.Registration;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that serves HTTP and registers: for {@link ChildProcess}. Its arguments are the registry's URL, its
 * service, its id, and optional actions:
 *
 * <ul>
 *   <li>{@code exit}: calls {@code System.exit(3)} when it is up
 *   <li>{@code close}: closes its Rollcall when it is up, and prints {@code closed}
 *   <li>{@code exit-when-superseded}: calls {@code System.exit(4)} inside the listener
 * </ul>
 *
 * It prints {@code state …} for each change of its registration, and {@link ChildProcess#READY} when it is up.
 */
public final class ChildInstance {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final PrintStream OUT = System.out;

    private ChildInstance() {}

    /** Runs until it is terminated. */
    public static void main(String[] args) throws InterruptedException {
        List<String> actions = List.of(args).subList(3, args.length);
        HttpInstance server = HttpInstance.start(args[1], args[2]);
        Rollcall rollcall = Rollcall.builder()
                .registry(args[0])
                .listener(new PrintingListener(actions.contains("exit-when-superseded")))
                .build();
        rollcall.register(server.instance().build()).awaitUp(SOON);
        OUT.println(ChildProcess.READY);
        if (actions.contains("exit")) {
            System.exit(3);
        }
        if (actions.contains("close")) {
            rollcall.close();
            OUT.println("closed");
        }
        new CountDownLatch(1).await();
    }

    private record PrintingListener(boolean exits) implements RollcallListener {

        @Override
        public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
            OUT.println("state " + event.after());
            if (exits && event.after() == Registration.State.SUPERSEDED) {
                System.exit(4);
            }
        }
    }
}

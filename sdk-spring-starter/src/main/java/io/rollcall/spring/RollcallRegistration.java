package io.rollcall.spring;

import io.rollcall.Rollcall;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * This application's place in the roll call: registered once the web server listens, drained and deregistered before
 * the web server begins to stop, so that callers are told while they are still served.
 *
 * <p><b>Concurrency.</b> The application context starts and stops it; {@link #current()} may be called by any thread,
 * and reads one volatile field.
 */
public final class RollcallRegistration implements SmartLifecycle {
    /** Starts after, and stops before, everything that has to do with web servers. */
    private static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;

    private static final Logger LOG = LoggerFactory.getLogger(RollcallRegistration.class);

    private final Rollcall rollcall;
    private final RollcallProperties.Instance settings;
    private final ServiceInstance.Builder instance;
    private final ListeningPorts ports;
    private final ApplicationEventPublisher events;
    private volatile @Nullable Registration registration;
    private volatile boolean running;

    RollcallRegistration(
            Rollcall rollcall,
            RollcallProperties.Instance settings,
            @Nullable String applicationName,
            ListeningPorts ports,
            ApplicationEventPublisher events) {
        this.rollcall = rollcall;
        this.settings = settings;
        this.instance = InstanceSettings.apply(settings, applicationName);
        this.ports = ports;
        this.events = events;
    }

    /** The registration of this application, or empty before it starts and if it has no port to register. */
    public Optional<Registration> current() {
        return Optional.ofNullable(registration);
    }

    @Override
    public void start() {
        if (settings.port() == null && ports.main() == 0) {
            LOG.info("This application is not registered, since it listens on no port. It can call others all the same."
                    + " To register it without a web server, set rollcall.instance.port.");
            return;
        }
        Registration started = rollcall.register(listening());
        registration = started;
        running = true;
        events.publishEvent(new RegistrationStarted(started));
    }

    private ServiceInstance listening() {
        if (settings.port() == null) {
            instance.port(ports.main());
        }
        if (settings.secure() == null) {
            instance.secure(ports.secure());
        }
        if (ports.management() != 0) {
            instance.port("management", ports.management());
        }
        return instance.build();
    }

    @Override
    public void stop() {
        Registration leaving = registration;
        running = false;
        if (leaving != null) {
            leaving.close();
        }
    }

    /** Leaves on a thread of its own, so that the context can give up when its time for shutting down is over. */
    @Override
    public void stop(Runnable callback) {
        Thread leaving = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "rollcall-leaving");
        leaving.start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** No, as Boot's web server is not: a paused test context keeps serving, and stays registered. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}

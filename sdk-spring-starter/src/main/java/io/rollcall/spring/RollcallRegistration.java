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
 * The registration of this application: it registers once the web server listens, and drains and deregisters before the
 * web server starts to stop, so that callers are notified while they are still served.
 *
 * <pre>{@code
 * registration.current().ifPresent(me -> me.update(instance -> instance.weight(10)));
 * }</pre>
 *
 * <p><b>Concurrency.</b> The application context starts and stops it; {@link #current()} may be called by any thread,
 * and reads one volatile field.
 *
 * @since 0.1
 */
public final class RollcallRegistration implements SmartLifecycle {
    /** Starts after web servers, and stops before them. */
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
            LOG.info(
                    "This application is not registered, since it listens on no port. It can still call other services."
                            + " Next: to register it without a web server, set rollcall.instance.port.");
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
        Registration current = registration;
        running = false;
        if (current != null) {
            current.close();
        }
    }

    /** Deregisters on another thread, so that the context can give up when its shutdown timeout has passed. */
    @Override
    public void stop(Runnable callback) {
        Thread thread = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "rollcall-deregistration");
        thread.start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** No, as with Boot's web server: a paused test context keeps serving, and stays registered. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}

package io.rollcall.registration;

import io.rollcall.registration.Message.Kind;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one registration writes to the log: an outage once when it begins and once when it ends, not every attempt.
 *
 * <p><b>Concurrency.</b> Attempts are told by one thread at a time; {@code failing} is volatile because that thread
 * changes.
 */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger("io.rollcall.registration");

    private final String name;
    private volatile RegistryException.@Nullable Kind failing;

    Notices(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** @param before where it stood when the answer came */
    void answered(Answer answer, Standing before) {
        if (answer.failure() == null) {
            acknowledged(answer.to(), answer.lease());
        } else {
            failed(answer.to(), answer.failure(), before);
        }
    }

    private void acknowledged(Message message, @Nullable Lease lease) {
        if (message.kind() == Kind.REGISTER && lease != null) {
            LOG.info("{} is registered as {}, lease {}", name, message.instance(), lease.ttl());
        } else if (failing != null) {
            LOG.info("{}: the registry answers again", name);
        }
        failing = null;
    }

    private void failed(Message message, RegistryException failure, Standing before) {
        if (failure.kind() == failing) {
            LOG.debug("{}: {} failed again: {}", name, message.kind(), failure.getMessage());
            return;
        }
        failing = failure.kind();
        LOG.warn(
                "{} ({}): {} It is tried on; further failures of this kind are not told.",
                name,
                before,
                failure.getMessage());
    }

    void over(Standing state) {
        switch (state) {
            case SUPERSEDED ->
                LOG.warn(
                        "{}: a newer process has registered this id; this one is registered no more. Next: stop it, or give"
                                + " each process an id of its own.",
                        name);
            case ABANDONED ->
                LOG.warn(
                        "{}: the registry did not confirm the removal in time. Next: nothing; it drops the instance when its"
                                + " lease ends.",
                        name);
            default -> LOG.info("{} is {}", name, state);
        }
    }

    IllegalStateException isOver(Standing reached) {
        return new IllegalStateException(
                name + " is " + reached + ": its registration is over. Next: register it again if it is to come back.");
    }

    void late() {
        LOG.warn(
                "{}: a message to the registry is overdue by more than a third of the TTL. Next: look for a stalled JVM"
                        + " or a registry that does not answer.",
                name);
    }

    void rejected(Throwable e) {
        LOG.warn("{}: no thread to talk to the registry, which is tried again: {}", name, e.toString());
    }
}

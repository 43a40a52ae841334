package io.rollcall.consul;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.support.UnreadableException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service of a watch: a query is sent, its response is handled, and the next one is sent.
 *
 * <p><b>Concurrency.</b> There is one call at a time; passing the next one to OkHttp or to the timer publishes the
 * fields.
 */
final class ServiceQuery implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceQuery.class);

    private final BlockingQueries watch;
    private final String service;
    private final String operation;
    private final long pollNanos;
    private final Pace pace = new Pace();
    private @Nullable ServiceView lastView;
    private Catalog.@Nullable Query query;
    private boolean needsConsistent;
    private long sentAt;

    /** @param pollNanos the period of polling, or negative for blocking queries */
    ServiceQuery(BlockingQueries watch, String service, long pollNanos) {
        this.watch = watch;
        this.service = service;
        this.operation = "watching " + service;
        this.pollNanos = pollNanos;
    }

    void start() {
        ServiceView known = lastView;
        Catalog.Query next;
        if (needsConsistent) {
            next = watch.catalog().consistentQuery(service);
        } else if (isPolled() || known == null) {
            next = watch.catalog().query(service, null);
        } else {
            next = watch.catalog().queryAfter(service, known.revision());
        }
        query = next;
        sentAt = watch.time().nanoTime();
        try {
            watch.send(this, next);
        } catch (RuntimeException e) {
            watch.failed(e);
        }
    }

    private boolean isPolled() {
        return pollNanos >= 0;
    }

    @Override
    public void onFailure(Call call, IOException e) {
        watch.ended(call);
        watch.failed(e);
    }

    @Override
    public void onResponse(Call call, Response response) {
        watch.ended(call);
        try (response) {
            AgentResponse received = AgentResponse.of(response);
            if (!received.isSuccess()) {
                throw watch.agent().failures().refused(operation, received, Kind.INVALID);
            }
            repeatAfter(handle(received));
        } catch (UnreadableException e) {
            slowDown(e);
        } catch (IOException | RegistryException e) {
            watch.failed(e);
        } catch (RuntimeException e) {
            slowDown(e);
        }
    }

    /** Returns the pause before the next query, in nanoseconds. */
    private long handle(AgentResponse response) throws UnreadableException {
        Catalog.Query sent = Objects.requireNonNull(query);
        long took = watch.time().nanoTime() - sentAt;
        if (sent.index() == response.listIndex()) {
            watch.alive();
            return pace.afterNoChange(took);
        }
        Optional<ServiceView> view = watch.catalog().view(operation, sent, response);
        watch.alive();
        needsConsistent = view.isEmpty();
        return needsConsistent ? 0 : publish(view.get(), took);
    }

    private long publish(ServiceView view, long took) {
        ServiceView before = lastView;
        lastView = view;
        if (before == null || view.supersedes(before)) {
            watch.changed(view);
        }
        boolean changed = before == null || !before.instances().equals(view.instances());
        return changed ? pace.afterChange(took) : pace.afterNoChange(took);
    }

    /** A response that cannot be used concerns this service only. The next query is for the whole list. */
    private void slowDown(Exception e) {
        lastView = null;
        if (!pace.isAfterFailure()) {
            LOG.warn(
                    "{} This service is queried again later, the others are still watched.",
                    watch.agent().failures().broken(operation, e).getMessage(),
                    e instanceof UnreadableException ? null : e);
        }
        repeatAfter(pace.afterFailure());
    }

    private void repeatAfter(long pauseNanos) {
        long untilPoll = isPolled() && !needsConsistent
                ? (long) (pollNanos * (0.8 + 0.4 * watch.randomness().unit()))
                : 0;
        long pause = Math.max(pauseNanos, untilPoll);
        if (pause > 0) {
            watch.later(pause, this);
        } else {
            start();
        }
    }
}

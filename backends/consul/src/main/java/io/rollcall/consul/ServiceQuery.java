package io.rollcall.consul;

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
 * One service of a watch: asked for, its answer handled, asked for again.
 *
 * <p><b>Concurrency.</b> One call is under way at a time; handing the next one to OkHttp or to the timer publishes what
 * this one wrote.
 */
final class ServiceQuery implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceQuery.class);

    private final BlockingQueries watch;
    private final String service;
    private final String what;
    private final long pollNanos;
    private final Pace pace = new Pace();
    private @Nullable ServiceView told;
    private Catalog.@Nullable Question question;
    private boolean doubtful;
    private long askedAt;

    /** @param pollNanos how often to ask, or negative for a query that waits at the agent */
    ServiceQuery(BlockingQueries watch, String service, long pollNanos) {
        this.watch = watch;
        this.service = service;
        this.what = "watching " + service;
        this.pollNanos = pollNanos;
    }

    void ask() {
        ServiceView known = told;
        Catalog.Question next;
        if (doubtful) {
            next = watch.catalog().consistentQuestion(service);
        } else if (isPolled() || known == null) {
            next = watch.catalog().question(service, null);
        } else {
            next = watch.catalog().questionAfter(service, known.revision());
        }
        question = next;
        askedAt = watch.time().nanoTime();
        try {
            watch.call(this, next);
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
            AgentResponse answer = AgentResponse.of(response);
            if (!answer.isSuccess()) {
                throw watch.agent().failures().refused(what, answer, Kind.INVALID);
            }
            again(answered(answer));
        } catch (UnreadableException e) {
            unreadable(e);
        } catch (IOException | RuntimeException e) {
            watch.failed(e);
        }
    }

    /** Returns the pause before the next question, in nanoseconds. */
    private long answered(AgentResponse answer) throws UnreadableException {
        Catalog.Question asked = Objects.requireNonNull(question);
        long took = watch.time().nanoTime() - askedAt;
        if (asked.index() == answer.listIndex()) {
            watch.alive();
            return pace.afterNothing(took);
        }
        Optional<ServiceView> view = watch.catalog().view(what, asked, answer);
        watch.alive();
        doubtful = view.isEmpty();
        return doubtful ? 0 : take(view.get(), took);
    }

    private long take(ServiceView view, long took) {
        ServiceView before = told;
        told = view;
        if (before == null || view.supersedes(before)) {
            watch.changed(view);
        }
        boolean news = before == null || !before.instances().equals(view.instances());
        return news ? pace.afterNews(took) : pace.afterNothing(took);
    }

    private void unreadable(UnreadableException e) {
        if (!pace.isAfterNonsense()) {
            LOG.warn(
                    "{} It is asked for again, others are watched on.",
                    watch.agent().failures().broken(what, e).getMessage());
        }
        again(pace.afterNonsense());
    }

    private void again(long pauseNanos) {
        long untilPoll = isPolled() && !doubtful
                ? (long) (pollNanos * (0.8 + 0.4 * watch.randomness().unit()))
                : 0;
        long pause = Math.max(pauseNanos, untilPoll);
        if (pause > 0) {
            watch.later(pause, this);
        } else {
            ask();
        }
    }
}

package io.rollcall.rules;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file from time to time and hands on what it says when that changes. A document that is refused is reported
 * once and changes nothing: the rules before it stay. New content is taken when two looks in a row find the same, so
 * that a file is not read while it is being written.
 *
 * <p><em>Concurrency:</em> looks run one after the other on the scheduler, and call the consumers there. All fields but
 * the current document belong to the looks; {@link #start()} publishes them by scheduling the first one.
 */
public final class RuleWatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RuleWatcher.class.getName());
    /** Stands for a file that cannot be read: no document is one NUL. */
    private static final byte[] UNREADABLE = {0};

    private final Path file;
    private final CallerIdentity caller;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final Consumer<RuleDocument> rules;
    private final Consumer<RuleException> refused;
    private byte[] seen = UNREADABLE;
    private byte[] settled = UNREADABLE;
    private volatile @Nullable RuleDocument current;
    private @Nullable Future<?> looks;

    private RuleWatcher(Builder from, ScheduledExecutorService scheduler) {
        this.file = from.file;
        this.caller = from.caller;
        this.interval = from.interval;
        this.scheduler = scheduler;
        this.rules = from.rules;
        this.refused = from.refused;
    }

    /** Starts a watcher of {@code file}. */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    /**
     * Reads the file now, hands its rules to the consumer, and looks again from then on. To be called once.
     *
     * @return this
     * @throws RuleException if the file cannot be read or its document is refused: then nothing is watched
     * @throws IllegalStateException if it was started before
     */
    public synchronized RuleWatcher start() {
        if (looks != null) {
            throw new IllegalStateException("watcher of " + file + ": was already started");
        }
        seen = RuleDocument.bytes(file);
        settled = seen;
        take(RuleDocument.parse(seen, file.toString(), caller));
        long nanos = interval.toNanos();
        looks = scheduler.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        return this;
    }

    /** The rules that hold: the last that were not refused. Null before {@link #start()}. */
    public @Nullable RuleDocument current() {
        return current;
    }

    /** Looks no more. A look under way ends by itself; the scheduler stays the caller's. */
    @Override
    public synchronized void close() {
        if (looks != null) {
            looks.cancel(false);
        }
    }

    /** Must not throw, or the scheduler would look no more. */
    private void look() {
        try {
            lookOnce();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "looking at " + file + " failed; the rules before stay", e);
        }
    }

    private void lookOnce() {
        byte[] now;
        RuleException unreadable = null;
        try {
            now = RuleDocument.bytes(file);
        } catch (RuleException e) {
            now = UNREADABLE;
            unreadable = e;
        }
        boolean twice = Arrays.equals(now, seen);
        seen = now;
        if (!twice || Arrays.equals(now, settled)) {
            return;
        }
        settled = now;
        if (unreadable != null) {
            report(unreadable);
            return;
        }
        try {
            take(RuleDocument.parse(now, file.toString(), caller));
        } catch (RuleException e) {
            report(e);
        }
    }

    private void take(RuleDocument document) {
        current = document;
        hand(rules, document);
    }

    private void report(RuleException e) {
        hand(refused, e);
    }

    /** A consumer that throws does not end the watch. */
    private <T> void hand(Consumer<T> consumer, T value) {
        try {
            consumer.accept(value);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a consumer of " + file + " failed", e);
        }
    }

    /** Builds a {@link RuleWatcher}. Not threadsafe. */
    public static final class Builder {
        private final Path file;
        private CallerIdentity caller = CallerIdentity.unknown();
        private Duration interval = Duration.ofSeconds(1);
        private @Nullable ScheduledExecutorService scheduler;
        private Consumer<RuleDocument> rules = document -> {};
        private Consumer<RuleException> refused =
                e -> LOG.log(Level.WARNING, "new rules were refused, those before stay: {0}", e.getMessage());

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file);
        }

        /** Whose rules they are. Default: {@link CallerIdentity#unknown()}. */
        public Builder caller(CallerIdentity caller) {
            this.caller = caller;
            return this;
        }

        /**
         * The time between two looks. Default: 1 s; a change is taken after one to two of them.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder interval(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("interval: " + interval + " (expected: > 0)");
            }
            this.interval = interval;
            return this;
        }

        /** Where looks run, and consumers are called. Must be given; stays the caller's to shut down. */
        public Builder scheduler(ScheduledExecutorService scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /** Who gets rules: those at the start, and each later document that is not refused. Default: nobody. */
        public Builder onRules(Consumer<RuleDocument> consumer) {
            this.rules = consumer;
            return this;
        }

        /** Who hears of documents that are refused, once for each content. Default: they are logged as a warning. */
        public Builder onRefused(Consumer<RuleException> consumer) {
            this.refused = consumer;
            return this;
        }

        /**
         * The watcher, not started yet.
         *
         * @throws IllegalStateException if there is no scheduler
         */
        public RuleWatcher build() {
            ScheduledExecutorService given = scheduler;
            if (given == null) {
                throw new IllegalStateException("scheduler: none (expected: scheduler(…) before build())");
            }
            return new RuleWatcher(this, given);
        }
    }
}

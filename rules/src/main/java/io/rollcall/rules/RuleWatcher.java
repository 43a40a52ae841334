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
 * Reads a file periodically and passes on its document when that changes. A document that is refused is reported once
 * and changes nothing: the one before stays in force. New content is accepted when two readings in a row are the same,
 * so that a file that is still being written is left alone.
 *
 * <p><em>Concurrency:</em> readings run one after the other on the scheduler, and call the consumers there. All fields
 * except the current document belong to the readings; {@link #start()} publishes them by scheduling the first one.
 *
 * @since 0.1
 */
public final class RuleWatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RuleWatcher.class.getName());
    /** Represents a file that cannot be read: no document is one NUL. */
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
    private @Nullable Future<?> readings;

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
     * Reads the file now, passes its document to the consumer, and reads it periodically from then on. To be called
     * once.
     *
     * @return this
     * @throws RuleException if the file cannot be read or its document is refused; the file is not watched then
     * @throws IllegalStateException if it was started before
     */
    public synchronized RuleWatcher start() {
        if (readings != null) {
            throw new IllegalStateException("watcher of " + file + ": was already started");
        }
        seen = RuleDocument.bytes(file);
        settled = seen;
        take(RuleDocument.parse(seen, file.toString(), caller));
        long nanos = interval.toNanos();
        readings = scheduler.scheduleWithFixedDelay(this::read, nanos, nanos, TimeUnit.NANOSECONDS);
        return this;
    }

    /** The document in force: the last that was not refused. Null before {@link #start()}. */
    public @Nullable RuleDocument current() {
        return current;
    }

    /** Stops reading. A reading in progress completes; the scheduler is not shut down. */
    @Override
    public synchronized void close() {
        if (readings != null) {
            readings.cancel(false);
        }
    }

    /** Must not throw, or the scheduler would stop the readings. */
    private void read() {
        try {
            readOnce();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "reading " + file + " failed; the rules before stay in force", e);
        }
    }

    private void readOnce() {
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
        passTo(rules, document);
    }

    private void report(RuleException e) {
        passTo(refused, e);
    }

    /** A consumer that throws does not end the watch. */
    private <T> void passTo(Consumer<T> consumer, T value) {
        try {
            consumer.accept(value);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a consumer of " + file + " failed", e);
        }
    }

    /**
     * Builds a {@link RuleWatcher}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private final Path file;
        private CallerIdentity caller = CallerIdentity.unknown();
        private Duration interval = Duration.ofSeconds(1);
        private @Nullable ScheduledExecutorService scheduler;
        private Consumer<RuleDocument> rules = document -> {};
        private Consumer<RuleException> refused =
                e -> LOG.log(Level.WARNING, "new rules were refused, those before stay in force: {0}", e.getMessage());

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file);
        }

        /** The caller for which documents are read. Default: {@link CallerIdentity#unknown()}. */
        public Builder caller(CallerIdentity caller) {
            this.caller = caller;
            return this;
        }

        /**
         * The time between two readings. Default: 1 s; a change is accepted after one to two of them.
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

        /** Runs readings and consumers. Required; it is not shut down by the watcher. */
        public Builder scheduler(ScheduledExecutorService scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /** Receives the first document, and each later one that is not refused. Default: none. */
        public Builder onRules(Consumer<RuleDocument> consumer) {
            this.rules = consumer;
            return this;
        }

        /** Receives documents that are refused, once for each content. Default: they are logged as a warning. */
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
            ScheduledExecutorService present = scheduler;
            if (present == null) {
                throw new IllegalStateException("scheduler: none (expected: scheduler(…) before build())");
            }
            return new RuleWatcher(this, present);
        }
    }
}

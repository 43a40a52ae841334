package io.rollcall.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A balanced call that failed as a whole: the service has no instance that may take it, or every attempt failed. Catch
 * it to tell "the service is unavailable" from a failure of one exchange, which keeps its own {@link IOException}. The
 * message lists the instances tried, each with its failure, and why there was no further attempt; the cause is the last
 * failure, those before it are suppressed.
 *
 * <pre>{@code
 * try (Response response = rollcall.httpClient().newCall(request).execute()) {
 *     return parse(response);
 * } catch (ServiceCallException e) {
 *     log.warn("{} is unavailable: {}", e.service(), e.getMessage());
 *     return cached();
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class ServiceCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String service;

    /** A failed call to {@code service}. */
    public ServiceCallException(String service, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.service = service;
    }

    /** The service that was called. */
    public String service() {
        return service;
    }
}

package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.model.ServiceInstance;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The failed attempts of one call, for the exception that the caller may get in the end.
 *
 * <p><em>Concurrency:</em> written by one thread at a time, which the call's thread has waited for.
 */
final class FailedAttempts {
    private final String service;
    private final Request request;
    private final List<String> tried = new ArrayList<>(0);
    private final List<IOException> causes = new ArrayList<>(0);

    FailedAttempts(String service, Request request) {
        this.service = service;
        this.request = request;
    }

    /** How many there were. */
    int count() {
        return tried.size();
    }

    void add(Attempt attempt) {
        ServiceInstance instance = attempt.instance();
        Response response = attempt.response();
        if (response == null) {
            causes.add(attempt.failure());
        }
        tried.add(instance.id() + " " + instance.authority() + ": "
                + (response == null ? root(attempt.failure()) : "status " + response.code()));
    }

    /** The last failure as it is, with those before it. */
    IOException last(IOException last) {
        causes.stream().filter(e -> e != last).forEach(last::addSuppressed);
        return last;
    }

    /** Lists the attempts, and why there is no other. */
    ServiceCallException end(String reason) {
        String message = "No instance of " + service + " answered " + request.method() + " "
                + request.url().redact()
                + (tried.isEmpty() ? "; " : "; tried " + String.join("; ", tried) + "; ") + reason + ".";
        @Nullable IOException last = causes.isEmpty() ? null : causes.get(causes.size() - 1);
        ServiceCallException e = new ServiceCallException(service, message, last);
        causes.stream().filter(cause -> cause != last).forEach(e::addSuppressed);
        return e;
    }

    private static String root(IOException e) {
        Throwable root = e;
        while (root.getCause() != null
                && !(root instanceof SocketTimeoutException)
                && !(root.getCause() instanceof EOFException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}

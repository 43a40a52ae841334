package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call that came to nothing, for the error that the caller may get in the end.
 *
 * <p><em>Concurrency:</em> written by one thread at a time, which the call's thread has waited for.
 */
final class FailedAttempts {
    private final CallContext scope;
    private final List<String> tried = new ArrayList<>(0);
    private final List<IOException> reasons = new ArrayList<>(0);

    FailedAttempts(CallContext scope) {
        this.scope = scope;
    }

    /** How many there were. */
    int count() {
        return tried.size();
    }

    void add(Attempt attempt) {
        ServiceInstance instance = attempt.instance();
        Response response = attempt.response();
        if (response == null) {
            reasons.add(attempt.failure());
        }
        tried.add(instance.id() + " " + instance.authority() + ": "
                + (response == null ? root(attempt.failure()) : "status " + response.code()));
    }

    /** The last failure as it is, with those before it. */
    IOException last(IOException last) {
        reasons.stream().filter(e -> e != last).forEach(last::addSuppressed);
        return last;
    }

    /** Says who was tried, and why that is all. */
    ServiceCallException end(String why) {
        String service = scope.balancer().service();
        String message =
                "No instance of " + service + " answered " + scope.request().method() + " "
                        + scope.request().url().redact()
                        + (tried.isEmpty() ? "; " : "; tried " + String.join("; ", tried) + "; ") + why + ".";
        @Nullable IOException last = reasons.isEmpty() ? null : reasons.get(reasons.size() - 1);
        ServiceCallException e = new ServiceCallException(service, message, last);
        reasons.stream().filter(reason -> reason != last).forEach(e::addSuppressed);
        return e;
    }

    private static String root(IOException e) {
        Throwable root = e;
        while (root.getCause() != null && !(root instanceof java.net.SocketTimeoutException)) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}

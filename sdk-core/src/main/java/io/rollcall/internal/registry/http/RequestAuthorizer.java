package io.rollcall.internal.registry.http;

import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.CredentialsException;
import io.rollcall.registry.support.RegistryFailures;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Adds credentials to requests. A request that is rejected as unauthorized is retried once, immediately, if the
 * credentials have changed meanwhile, since tokens rotate. Threadsafe.
 */
final class RequestAuthorizer implements Authenticator {
    private static final String HEADER = "Authorization";
    private static final int UNAUTHORIZED = 401;

    private final Credentials credentials;

    RequestAuthorizer(Credentials credentials) {
        this.credentials = credentials;
    }

    Request on(Request request) {
        String authorization = authorization();
        return authorization == null
                ? request
                : request.newBuilder().header(HEADER, authorization).build();
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response rejected) {
        Response prior = rejected.priorResponse();
        boolean second = prior != null && prior.code() == UNAUTHORIZED;
        String sent = rejected.request().header(HEADER);
        return !second && isRenewedAfter(sent) ? on(rejected.request()) : null;
    }

    private @Nullable String authorization() {
        try {
            return credentials.authorization();
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }

    private boolean isRenewedAfter(@Nullable String sent) {
        try {
            return credentials.renewedAfter(sent);
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }
}

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
 * Puts the credentials on requests. A request that is refused as unauthorized is made once more, at once, if there are
 * other credentials by now: tokens rotate. Threadsafe.
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
    public @Nullable Request authenticate(@Nullable Route route, Response refused) {
        Response before = refused.priorResponse();
        boolean second = before != null && before.code() == UNAUTHORIZED;
        String shown = refused.request().header(HEADER);
        return !second && isRenewedAfter(shown) ? on(refused.request()) : null;
    }

    private @Nullable String authorization() {
        try {
            return credentials.authorization();
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }

    private boolean isRenewedAfter(@Nullable String shown) {
        try {
            return credentials.renewedAfter(shown);
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }
}

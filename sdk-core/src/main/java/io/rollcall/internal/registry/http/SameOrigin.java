package io.rollcall.internal.registry.http;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Rejects redirects that leave the registry's scheme, host and port. Immutable. */
final class SameOrigin implements Interceptor {
    private final Endpoint endpoint;

    SameOrigin(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String location = response.isRedirect() ? response.header("Location") : null;
        HttpUrl target = location == null ? null : chain.request().url().resolve(location);
        if (target != null && !endpoint.isSameOrigin(target)) {
            response.close();
            throw new ProtocolException(
                    "it redirects to " + target.scheme() + "://" + target.host() + ":" + target.port()
                            + ", another origin, which is not followed. Set the registry's URL to that address");
        }
        return response;
    }
}

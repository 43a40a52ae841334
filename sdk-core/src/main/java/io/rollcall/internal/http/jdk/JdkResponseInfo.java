package io.rollcall.internal.http.jdk;

import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import okhttp3.Protocol;
import okhttp3.Response;

/** A response before its body. */
record JdkResponseInfo(Response response) implements ResponseInfo {

    @Override
    public int statusCode() {
        return response.code();
    }

    @Override
    public HttpHeaders headers() {
        return headersOf(response);
    }

    @Override
    public Version version() {
        return versionOf(response);
    }

    static HttpHeaders headersOf(Response response) {
        return HttpHeaders.of(response.headers().toMultimap(), (name, value) -> true);
    }

    static Version versionOf(Response response) {
        boolean two = response.protocol() == Protocol.HTTP_2 || response.protocol() == Protocol.H2_PRIOR_KNOWLEDGE;
        return two ? Version.HTTP_2 : Version.HTTP_1_1;
    }
}

package io.rollcall.cli;

import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import picocli.CommandLine.Option;

/** Request headers, in the form of curl's option. */
final class HeaderOption {
    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "A request header, which routes can match; may be repeated.")
    private List<String> headers = new ArrayList<>();

    /** Adds them to {@code request}. */
    Request.Builder on(Request.Builder request) {
        headers.forEach(header -> request.header(name(header), value(header)));
        return request;
    }

    /** A request context that has these headers only. */
    RequestContext asContext() {
        Map<String, String> attributes = new HashMap<>();
        headers.forEach(header -> attributes.put(RequestContext.canonical(name(header)), value(header)));
        return attributes::get;
    }

    private static String name(String header) {
        return header.substring(0, colon(header)).strip();
    }

    private static String value(String header) {
        return header.substring(colon(header) + 1).strip();
    }

    private static int colon(String header) {
        int colon = header.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--header: \"" + header + "\" (expected: NAME:VALUE)");
        }
        return colon;
    }
}

package io.rollcall.mock.internal.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The contract's file and the web page. Immutable. */
final class StaticPages {
    private static final HttpString SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");

    private final Responder responder;
    private final byte[] contract = resource("/io/rollcall/mock/openapi.yaml");
    private final byte[] page = resource("index.html");
    private final String policy = policyFor(new String(page, StandardCharsets.UTF_8));

    StaticPages(Responder responder) {
        this.responder = responder;
    }

    void contract(HttpServerExchange exchange) {
        responder.bytes(exchange, 200, "application/yaml", contract);
    }

    void page(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(SECURITY_POLICY, policy)
                .put(CONTENT_TYPE_OPTIONS, "nosniff")
                .put(REFERRER_POLICY, "no-referrer")
                .put(Headers.CACHE_CONTROL, "no-cache");
        responder.bytes(exchange, 200, "text/html; charset=utf-8", page);
    }

    /** Allows the page's own script and style, by their hashes, and nothing else. */
    private static String policyFor(String html) {
        return "default-src 'none'; script-src '" + hashOf(html, "script") + "'; style-src '" + hashOf(html, "style")
                + "'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static String hashOf(String html, String element) {
        int start = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(start, html.indexOf("</" + element + ">", start));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = StaticPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

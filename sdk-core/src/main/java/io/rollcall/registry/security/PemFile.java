package io.rollcall.registry.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a PEM file (RFC 7468). Certificates and keys are parsed by the JDK; messages name the file, never its
 * content. Immutable.
 */
record PemFile(Path path, String content) {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern CERTIFICATE = block("CERTIFICATE");
    private static final Pattern KEY = block("PRIVATE KEY");
    /** Older formats, and those with a password. */
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z]+ PRIVATE KEY)-----");

    private static Pattern block(String label) {
        return Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----");
    }

    static PemFile read(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unusable(path, "too large (expected: at most 1 MiB)", null);
            }
            return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw unusable(path, "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = CERTIFICATE.matcher(content);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                byte[] der = Base64.getMimeDecoder().decode(block.group(1));
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(path, "a certificate in it cannot be read", null);
        }
        if (certificates.isEmpty()) {
            throw unusable(path, "it has no certificate (expected: -----BEGIN CERTIFICATE-----)", null);
        }
        return certificates;
    }

    /** @param algorithm the algorithm of the certificate's key */
    PrivateKey key(String algorithm) {
        Matcher block = KEY.matcher(content);
        if (!block.find()) {
            throw unusable(path, describeContent(), null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(path, "its key cannot be read as the certificate's, which is " + algorithm, null);
        }
    }

    private String describeContent() {
        Matcher other = OTHER_KEY.matcher(content);
        String found = other.find() ? "it has a key in the format " + other.group(1) : "it has no key";
        return found
                + " (expected: -----BEGIN PRIVATE KEY-----, PKCS #8 without a password). Next: openssl pkcs8 -topk8"
                + " -nocrypt -in " + path + " -out key.pem";
    }

    static IllegalArgumentException unusable(Path path, String why, @Nullable Throwable e) {
        return new IllegalArgumentException("tls: " + path + ": " + why, e);
    }

    /** Only the path, because the content may be a key. */
    @Override
    public String toString() {
        return path.toString();
    }
}

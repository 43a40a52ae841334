package io.rollcall.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A self-signed certificate, created by the JDK's keytool. Immutable. */
public final class Certificate {
    private static final String PASSWORD = "changeit";

    private final SSLContext context;
    private final X509TrustManager trust;

    private Certificate(SSLContext context, X509TrustManager trust) {
        this.context = context;
        this.trust = trust;
    }

    /**
     * A certificate for {@code name}.
     *
     * @param name in keytool's form: {@code dns:user-service} or {@code ip:127.0.0.1}
     * @param directory where the key is stored
     */
    public static Certificate of(String name, Path directory) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(name.replace(':', '-') + ".p12");
        keytool(name, file);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return new Certificate(context, (X509TrustManager) trusted.getTrustManagers()[0]);
    }

    /** Presents the certificate, and trusts no other. */
    public SSLContext context() {
        return context;
    }

    /** Trusts the certificate alone. */
    public X509TrustManager trust() {
        return trust;
    }

    private static void keytool(String name, Path file) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(
                        "keytool: " + new String(process.getInputStream().readAllBytes(), UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

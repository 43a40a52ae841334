package io.rollcall;

import java.security.CodeSource;
import okhttp3.OkHttp;

/** Checks the version of OkHttp on the class path: Spring Cloud's BOM pins 4.12, which lacks methods used here. */
final class OkHttpVersion {
    private OkHttpVersion() {}

    /** @throws IllegalStateException if it is older than 5.5 */
    static void check() {
        String version = present();
        if (!isUsable(version)) {
            throw refusal(version);
        }
    }

    static IllegalStateException refusal(String version) {
        return new IllegalStateException("okhttp: " + version + where()
                + " (expected: com.squareup.okhttp3:okhttp-jvm 5.5 or newer). Next: import rollcall-bom before other"
                + " BOMs, and exclude com.squareup.okhttp3:okhttp 4.x from the dependency that brings it.");
    }

    static boolean isUsable(String version) {
        String[] parts = version.split("[.-]", 3);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > 5 || (major == 5 && Integer.parseInt(parts[1]) >= 5);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Read by reflection: the compiler would inline the constant of the OkHttp that it compiles against. */
    private static String present() {
        try {
            return String.valueOf(OkHttp.class.getField("VERSION").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            return "none, or older than 4.7 (" + e + ")";
        }
    }

    private static String where() {
        CodeSource source = OkHttp.class.getProtectionDomain().getCodeSource();
        return source == null ? "" : " from " + source.getLocation();
    }
}

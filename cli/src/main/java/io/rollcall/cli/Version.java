package io.rollcall.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version}: the version in the jar's manifest, and the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        @Nullable String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "rollcall " + (version == null ? "(not from a jar)" : version) + ", Java "
                    + Runtime.version().feature()
        };
    }
}

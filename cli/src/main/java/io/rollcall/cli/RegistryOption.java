package io.rollcall.cli;

import io.rollcall.Rollcall;
import io.rollcall.RollcallBuilder;
import picocli.CommandLine.Option;

/** The registry that a command uses. */
final class RegistryOption {
    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${env:ROLLCALL_REGISTRY:-http://127.0.0.1:8848}",
            description = "The registry. Default: $ROLLCALL_REGISTRY, or http://127.0.0.1:8848.")
    private String url = "";

    RollcallBuilder builder() {
        return Rollcall.builder().registry(url);
    }

    Rollcall connect() {
        return builder().build();
    }

    /** The URL without possible secrets: query and user info. */
    @Override
    public String toString() {
        return url.replaceAll("\\?[^,]*", "").replaceAll("//[^/@,]*@", "//");
    }
}

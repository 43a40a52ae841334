package io.rollcall.spring;

import io.rollcall.registry.RegistryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes the failure of an application that did not start because the registry did not respond as required. */
final class RegistryFailureAnalyzer extends AbstractFailureAnalyzer<RegistryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegistryException cause) {
        return new FailureAnalysis(
                "The registry failed, and this application requires it to start. " + cause.getMessage(),
                "Check that the registry at rollcall.registry runs and can be reached from here. To start without it"
                        + " and register when it is back, remove rollcall.fail-fast.",
                cause);
    }
}

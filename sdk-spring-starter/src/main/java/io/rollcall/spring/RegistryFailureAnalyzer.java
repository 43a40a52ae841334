package io.rollcall.spring;

import io.rollcall.registry.RegistryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells of an application that did not start because it waited for an answer of the registry and got none. */
final class RegistryFailureAnalyzer extends AbstractFailureAnalyzer<RegistryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegistryException cause) {
        return new FailureAnalysis(
                "The registry did not do what this application needs to start. " + cause.getMessage(),
                "Check that the registry at rollcall.registry runs and can be reached from here. To start without it"
                        + " and register when it is back, leave out rollcall.fail-fast.",
                cause);
    }
}

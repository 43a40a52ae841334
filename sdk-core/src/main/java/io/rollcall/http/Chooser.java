package io.rollcall.http;

import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.RequestContext;

/** Selects an instance of a service, as {@code DiscoveredService.select} does. */
@FunctionalInterface
public interface Chooser {

    /** An instance of {@code service} for {@code request}, in flight until its outcome is told. */
    Selection select(String service, RequestContext request);
}

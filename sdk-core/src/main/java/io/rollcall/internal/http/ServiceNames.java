package io.rollcall.internal.http;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where names of services are known from. URLs have their hosts in lower case only, so a name with capital letters has
 * to be found by one without.
 *
 * @param declared those that were configured
 * @param followed those that are followed at the moment
 * @param registered those of the registry; this is a request to it, which blocks
 */
public record ServiceNames(
        Collection<String> declared,
        Supplier<? extends Collection<String>> followed,
        Supplier<? extends Collection<String>> registered) {

    /** No other names than these. */
    public static ServiceNames declared(Collection<String> services) {
        return new ServiceNames(services, List::of, List::of);
    }
}

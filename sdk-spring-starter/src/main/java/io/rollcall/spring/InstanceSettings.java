package io.rollcall.spring;

import io.rollcall.model.ServiceInstance;
import org.jspecify.annotations.Nullable;

/** Applies {@code rollcall.instance.*} to the instance to register. */
final class InstanceSettings {
    private static final String PREFIX = "rollcall.instance.";

    private InstanceSettings() {}

    /**
     * The instance as far as it is known before the web server listens.
     *
     * @param applicationName {@code spring.application.name}
     */
    static ServiceInstance.Builder apply(RollcallProperties.Instance from, @Nullable String applicationName) {
        ServiceInstance.Builder to = named(from.service(), applicationName);
        Setting.apply(PREFIX + "id", from.id(), to::id);
        Setting.apply(PREFIX + "host", from.host(), to::host);
        Setting.apply(PREFIX + "port", from.port(), to::port);
        Setting.apply(PREFIX + "secure", from.secure(), to::secure);
        from.metadata()
                .forEach((key, value) ->
                        Setting.apply(PREFIX + "metadata." + key, value, valid -> to.metadata(key, valid)));
        Setting.apply(PREFIX + "version", from.version(), to::version);
        Setting.apply(PREFIX + "env", from.env(), to::env);
        Setting.apply(PREFIX + "zone", from.zone(), to::zone);
        Setting.apply(PREFIX + "weight", from.weight(), to::weight);
        return to;
    }

    private static ServiceInstance.Builder named(@Nullable String service, @Nullable String applicationName) {
        String property = service == null ? "spring.application.name" : PREFIX + "service";
        String name = service == null ? applicationName : service;
        if (name == null || name.isBlank()) {
            throw new InvalidSettingException(
                    property,
                    "not set (expected: the name under which this application registers)",
                    "Set spring.application.name or " + PREFIX
                            + "service, or turn registration off with rollcall.registration.enabled=false.");
        }
        try {
            return ServiceInstance.named(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(property, e);
        }
    }
}

package io.rollcall.registration;

import io.rollcall.SdkListener;
import io.rollcall.health.Health;
import java.util.function.Supplier;

/**
 * What a registrar asks of the process it runs in, and whom it tells.
 *
 * @param address this process's address, for instances that name no host; asked when one registers
 * @param health what the process's health checks say now
 * @param listener hears of registrations; must not throw
 */
public record OwnProcess(Supplier<String> address, Supplier<Health> health, SdkListener listener) {

    /** One without health checks, whose listener hears nothing. */
    public static OwnProcess at(Supplier<String> address) {
        return new OwnProcess(address, () -> Health.UNCHECKED, new SdkListener() {});
    }
}

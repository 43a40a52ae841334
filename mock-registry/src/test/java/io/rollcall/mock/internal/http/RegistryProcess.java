package io.rollcall.mock.internal.http;

import io.rollcall.mock.MockRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A registry in a process of its own, which prints its port. */
final class RegistryProcess {
    private RegistryProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        MockRegistry registry = MockRegistry.builder().ttl(Duration.ofHours(1)).start();
        System.out.println(registry.port());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}

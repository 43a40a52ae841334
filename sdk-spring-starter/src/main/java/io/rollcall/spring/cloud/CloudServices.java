package io.rollcall.spring.cloud;

import io.rollcall.Rollcall;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The data of both discovery clients: instances that accept traffic, from current snapshots. Threadsafe. */
final class CloudServices {
    /** Legal names in the registry. Spring Cloud also looks up others, such as {@code shop:management}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Rollcall rollcall;

    CloudServices(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    /** Requests them from the registry, and blocks. */
    List<String> names() {
        return rollcall.services();
    }

    /** Blocks on the first look-up of a service only. */
    List<CloudInstance> instances(String service) {
        return isName(service) ? eligible(rollcall.service(service).snapshot()) : List.of();
    }

    /** Never blocks. */
    CompletionStage<List<CloudInstance>> whenKnown(String service) {
        return isName(service)
                ? rollcall.service(service).ready().thenApply(CloudServices::eligible)
                : CompletableFuture.completedStage(List.of());
    }

    private static boolean isName(String service) {
        return NAME.matcher(service).matches();
    }

    private static List<CloudInstance> eligible(ServiceSnapshot snapshot) {
        return snapshot.instances().stream()
                .filter(CloudServices::acceptsTraffic)
                .map(CloudInstance::new)
                .toList();
    }

    private static boolean acceptsTraffic(ServiceInstance instance) {
        return instance.status() == InstanceStatus.UP && instance.weight() > 0;
    }
}

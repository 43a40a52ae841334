package io.rollcall.spring.cloud;

import io.rollcall.Rollcall;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * What both discovery clients show: instances that want traffic, from snapshots that are kept up to date. Threadsafe.
 */
final class CloudServices {
    /** Names that the registry may hold. Spring Cloud also asks for others, such as {@code shop:management}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Rollcall rollcall;

    CloudServices(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    /** Asks the registry, and blocks. */
    List<String> names() {
        return rollcall.services();
    }

    /** Blocks on the first look-up of a service only. */
    List<CloudInstance> instances(String service) {
        return isName(service) ? wanted(rollcall.service(service).snapshot()) : List.of();
    }

    /** Never blocks. */
    CompletionStage<List<CloudInstance>> whenKnown(String service) {
        return isName(service)
                ? rollcall.service(service).ready().thenApply(CloudServices::wanted)
                : CompletableFuture.completedStage(List.of());
    }

    private static boolean isName(String service) {
        return NAME.matcher(service).matches();
    }

    private static List<CloudInstance> wanted(ServiceSnapshot snapshot) {
        return snapshot.instances().stream()
                .filter(CloudServices::wantsTraffic)
                .map(CloudInstance::new)
                .toList();
    }

    private static boolean wantsTraffic(ServiceInstance instance) {
        return instance.status() == InstanceStatus.UP && instance.weight() > 0;
    }
}

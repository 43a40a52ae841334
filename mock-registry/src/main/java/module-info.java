/**
 * The registry server in a test: HTTP over an in-memory map.
 *
 * <p>It runs on the class path. Undertow's own libraries look into each other by reflection and do not yet run as
 * modules.
 */
module io.rollcall.mock {
    requires static org.jspecify;
    requires undertow.core;
    requires xnio.api;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires java.logging;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;

    exports io.rollcall.mock;
    exports io.rollcall.mock.clock;
    exports io.rollcall.mock.instance;
    exports io.rollcall.mock.net;
}

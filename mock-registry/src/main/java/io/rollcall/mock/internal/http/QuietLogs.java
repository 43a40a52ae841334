package io.rollcall.mock.internal.http;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the server's start banners out of a test's output, unless the application has set levels of its own. */
final class QuietLogs {
    /** Referenced here because java.util.logging loses the level of a logger that is garbage collected. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"), Logger.getLogger("org.jboss.threads"));

    private QuietLogs() {}

    static void apply() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
    }
}

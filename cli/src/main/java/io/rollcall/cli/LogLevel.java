package io.rollcall.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How much the libraries log to standard error, where that is not warnings. To be called before the first of them is
 * used: they read it once.
 */
public enum LogLevel {
    /** For commands that report failures themselves. */
    ERROR,
    /** For {@code --debug}. */
    DEBUG;

    private static final String PROPERTY = "org.slf4j.simpleLogger.defaultLogLevel";

    /** Takes effect, unless the user chose a level with the system property. */
    public void apply() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, name());
        }
        Logger.getLogger("").setLevel(this == DEBUG ? Level.INFO : Level.WARNING);
    }
}

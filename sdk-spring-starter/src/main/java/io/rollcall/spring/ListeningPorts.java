package io.rollcall.spring;

/** The ports on which this application listens, as far as known. */
interface ListeningPorts {
    /** For an application without a web server. */
    ListeningPorts NONE = new ListeningPorts() {
        @Override
        public int main() {
            return 0;
        }

        @Override
        public int management() {
            return 0;
        }

        @Override
        public boolean secure() {
            return false;
        }
    };

    /** The port that callers use, or 0 if there is none. */
    int main();

    /** The port of Actuator's own web server, or 0 if it has none. */
    int management();

    /** Whether the main port speaks TLS. */
    boolean secure();
}

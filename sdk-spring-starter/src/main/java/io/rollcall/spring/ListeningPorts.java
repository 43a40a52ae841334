package io.rollcall.spring;

/** Where this application listens, as far as it is known when asked. */
interface ListeningPorts {
    /** Of an application without a web server. */
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

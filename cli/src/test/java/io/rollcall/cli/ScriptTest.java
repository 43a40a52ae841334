package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The script beside the README; building with it is for CI's clean clone. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "rollcall");

    @Test
    void isExecutableAndParses() throws Exception {
        assertThat(SCRIPT).isExecutable();

        Process bash = new ProcessBuilder("bash", "-n", SCRIPT.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void endsInExecSoThatASignalReachesTheProcess() throws Exception {
        assertThat(Files.readString(SCRIPT)).containsPattern("exec \"\\$java\" [^\n]*-jar [^\n]*\n\\z");
    }
}

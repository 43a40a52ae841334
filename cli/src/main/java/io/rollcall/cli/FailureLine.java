package io.rollcall.cli;

import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.mock.PortUnavailableException;
import io.rollcall.registry.RegistryException;
import io.rollcall.rules.RuleException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports in one line on standard error why a command failed. */
final class FailureLine {
    private FailureLine() {}

    /** For invalid arguments. */
    static int usage(ParameterException e, boolean debug) {
        CommandLine command = e.getCommandLine();
        print(command, e.getMessage() + " (next step: " + name(command) + " --help)", e, debug);
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        return ExitCode.USAGE;
    }

    /** For a failure while the command ran. */
    static int execution(Exception e, CommandLine command, boolean debug) {
        if (e instanceof IllegalArgumentException) {
            print(command, e.getMessage() + " (next step: " + name(command) + " --help)", e, debug);
            return ExitCode.USAGE;
        }
        print(command, isExplained(e) ? String.valueOf(e.getMessage()) : unexpected(e), e, debug);
        return ExitCode.SOFTWARE;
    }

    private static boolean isExplained(Exception e) {
        return e instanceof CommandFailedException
                || e instanceof RegistryException
                || e instanceof NoInstanceException
                || e instanceof PortUnavailableException
                || e instanceof RuleException;
    }

    private static String unexpected(Exception e) {
        return "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage()
                + " (next step: repeat it with --debug)";
    }

    private static void print(CommandLine command, String message, Exception e, boolean debug) {
        PrintWriter err = command.getErr();
        err.println("rollcall: " + message.lines().map(String::strip).collect(Collectors.joining("; ")));
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}

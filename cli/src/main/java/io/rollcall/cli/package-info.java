/** The command line: inspects and uses a registry, runs one, and has a demo. */
@NullMarked
package io.rollcall.cli;

import org.jspecify.annotations.NullMarked;

/** The command line: looks at a running registry, uses it, runs one, and shows everything in a demo. */
@NullMarked
package io.rollcall.cli;

import org.jspecify.annotations.NullMarked;

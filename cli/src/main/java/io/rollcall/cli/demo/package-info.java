/** The demo: a registry, six instances and a caller on real sockets, with a kill, a drain and a join on the way. */
@NullMarked
package io.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;

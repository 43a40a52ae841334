/** The demo: a registry, six instances and a caller on real sockets; one instance is killed, one drains, one joins. */
@NullMarked
package io.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;

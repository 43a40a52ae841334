/** Faults of the network, on real sockets. */
@NullMarked
package io.rollcall.mock.net;

import org.jspecify.annotations.NullMarked;

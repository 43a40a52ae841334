/** Balanced calls on real sockets. */
@NullMarked
package io.rollcall.http.balancing;

import org.jspecify.annotations.NullMarked;

/** Balanced calls on real sockets. */
@NullMarked
package io.rollcall.http.jdk;

import org.jspecify.annotations.NullMarked;

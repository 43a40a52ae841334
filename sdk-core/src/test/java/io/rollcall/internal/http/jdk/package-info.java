/** Balanced calls on real sockets. */
@NullMarked
package io.rollcall.internal.http.jdk;

import org.jspecify.annotations.NullMarked;

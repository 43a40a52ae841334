/** Balanced calls on real sockets. */
@NullMarked
package io.rollcall.http;

import org.jspecify.annotations.NullMarked;

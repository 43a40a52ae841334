/** Balanced calls on real sockets. */
@NullMarked
package io.rollcall.internal.http;

import org.jspecify.annotations.NullMarked;

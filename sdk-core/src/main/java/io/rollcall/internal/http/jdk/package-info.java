/** The JDK's HTTP client, balanced. */
@NullMarked
package io.rollcall.internal.http.jdk;

import org.jspecify.annotations.NullMarked;

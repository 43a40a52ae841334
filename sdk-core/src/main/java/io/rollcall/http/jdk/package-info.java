/** The JDK's HTTP client, balanced. */
@NullMarked
package io.rollcall.http.jdk;

import org.jspecify.annotations.NullMarked;

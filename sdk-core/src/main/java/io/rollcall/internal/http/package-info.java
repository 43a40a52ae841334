/**
 * Calls over OkHttp, balanced: {@code http://user-service/…} goes to an instance of that service, and to another one if
 * the first cannot be reached.
 */
@NullMarked
package io.rollcall.internal.http;

import org.jspecify.annotations.NullMarked;

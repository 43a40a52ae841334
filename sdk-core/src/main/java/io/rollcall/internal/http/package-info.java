/**
 * Balanced calls over OkHttp: {@code http://user-service/…} goes to an instance of that service, and to another one if
 * the first cannot be reached. {@link io.rollcall.internal.http.BalancingInterceptor} is the way in,
 * {@link io.rollcall.internal.http.RetryDecision} decides on retries and hedges.
 */
@NullMarked
package io.rollcall.internal.http;

import org.jspecify.annotations.NullMarked;

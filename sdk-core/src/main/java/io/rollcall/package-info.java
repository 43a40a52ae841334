/**
 * The SDK's front door: {@link io.rollcall.Rollcall} registers this process, finds others and balances calls to them.
 */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;

/**
 * The entry point of the SDK: {@link io.rollcall.Rollcall} registers this process, discovers services and balances
 * calls to them.
 */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;

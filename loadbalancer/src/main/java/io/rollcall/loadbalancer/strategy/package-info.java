/** Strategies: how one of several eligible instances is picked. Add one by implementing {@code Strategy}. */
@NullMarked
package io.rollcall.loadbalancer.strategy;

import org.jspecify.annotations.NullMarked;

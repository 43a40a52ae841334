/** Rules: which requests they mean, and which instances those go to. Pure values, no state. */
@NullMarked
package io.rollcall.loadbalancer.route;

import org.jspecify.annotations.NullMarked;

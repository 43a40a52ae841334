/** Routes: which requests they match, and to which instances these go. Pure values, no state. */
@NullMarked
package io.rollcall.loadbalancer.route;

import org.jspecify.annotations.NullMarked;

/** Weighted choice and turn-taking, precomputed. Not exported. */
@NullMarked
package io.rollcall.loadbalancer.weight;

import org.jspecify.annotations.NullMarked;

/** Weighted choice and turn-taking, precomputed. Not exported. */
@NullMarked
package io.rollcall.loadbalancer.internal.algorithm;

import org.jspecify.annotations.NullMarked;

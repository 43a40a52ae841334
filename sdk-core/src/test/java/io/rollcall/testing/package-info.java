/** Test fixtures: virtual time, scripted registries, instances and child processes. */
@NullMarked
package io.rollcall.testing;

import org.jspecify.annotations.NullMarked;

/** Services and their instances, as every part of Rollcall sees them: immutable values. */
@NullMarked
package io.rollcall.model;

import org.jspecify.annotations.NullMarked;

/** Bounded JSON, for the backends of this project. */
@NullMarked
package io.rollcall.internal.json;

import org.jspecify.annotations.NullMarked;

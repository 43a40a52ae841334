/** A registry server for tests, laptops and CI. */
@NullMarked
package io.rollcall.mock;

import org.jspecify.annotations.NullMarked;

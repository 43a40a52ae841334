/** An instance of this process's own, kept registered. */
@NullMarked
package io.rollcall.registration;

import org.jspecify.annotations.NullMarked;

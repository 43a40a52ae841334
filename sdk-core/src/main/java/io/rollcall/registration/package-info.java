/** Registrations of this process's own instances. */
@NullMarked
package io.rollcall.registration;

import org.jspecify.annotations.NullMarked;

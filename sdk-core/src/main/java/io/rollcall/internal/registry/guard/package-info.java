/** Several endpoints of one registry as one: which to ask, when to turn to another, when to come back. */
@NullMarked
package io.rollcall.internal.registry.guard;

import org.jspecify.annotations.NullMarked;

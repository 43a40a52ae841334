/** Actuator's view of the registration. */
@NullMarked
package io.rollcall.spring.health;

import org.jspecify.annotations.NullMarked;

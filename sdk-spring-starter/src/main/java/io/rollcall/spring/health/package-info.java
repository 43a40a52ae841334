/** Actuator's health indicator for the registration. */
@NullMarked
package io.rollcall.spring.health;

import org.jspecify.annotations.NullMarked;

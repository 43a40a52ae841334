/** Health checks of a process or of one registration. */
@NullMarked
package io.rollcall.health;

import org.jspecify.annotations.NullMarked;

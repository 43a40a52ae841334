@NullMarked
package io.rollcall.health;

import org.jspecify.annotations.NullMarked;

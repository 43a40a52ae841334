@NullMarked
package io.rollcall.internal.health;

import org.jspecify.annotations.NullMarked;

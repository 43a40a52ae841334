/** What a process, or one registration of it, is checked for. */
@NullMarked
package io.rollcall.health;

import org.jspecify.annotations.NullMarked;

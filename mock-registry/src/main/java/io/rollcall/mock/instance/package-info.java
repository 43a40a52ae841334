/** What services register: immutable values, their limits, and how a violation is reported. */
@NullMarked
package io.rollcall.mock.instance;

import org.jspecify.annotations.NullMarked;

/** What services register: immutable values, the bounds they keep, and how a refusal is told. */
@NullMarked
package io.rollcall.mock.instance;

import org.jspecify.annotations.NullMarked;

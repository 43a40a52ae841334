/** The discovery cache on virtual time, against a registry that does what a test says. */
@NullMarked
package io.rollcall.internal.discovery;

import org.jspecify.annotations.NullMarked;

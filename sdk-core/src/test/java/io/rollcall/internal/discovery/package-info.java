/** The discovery cache on virtual time, against a scripted registry. */
@NullMarked
package io.rollcall.internal.discovery;

import org.jspecify.annotations.NullMarked;

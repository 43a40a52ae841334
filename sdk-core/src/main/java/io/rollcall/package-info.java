/** The SDK's front door. */
@NullMarked
package io.rollcall;

import org.jspecify.annotations.NullMarked;

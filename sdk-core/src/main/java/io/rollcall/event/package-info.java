/** The events of the SDK: one listener, and an immutable record for each kind of event. */
@NullMarked
package io.rollcall.event;

import org.jspecify.annotations.NullMarked;

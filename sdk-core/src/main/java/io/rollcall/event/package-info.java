/** What the SDK reports: one listener, and an immutable event for each thing that happens. */
@NullMarked
package io.rollcall.event;

import org.jspecify.annotations.NullMarked;

/** Pushes snapshots to subscribers as server-sent events, with bounded memory for each of them. */
@NullMarked
package io.rollcall.mock.internal.push;

import org.jspecify.annotations.NullMarked;

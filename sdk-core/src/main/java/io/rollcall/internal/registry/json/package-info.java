/** Instances as JSON, on the wire and on disk, read within bounds. */
@NullMarked
package io.rollcall.internal.registry.json;

import org.jspecify.annotations.NullMarked;

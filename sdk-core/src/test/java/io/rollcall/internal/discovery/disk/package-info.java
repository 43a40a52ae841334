/** The files themselves: complete, broken, and written concurrently. */
@NullMarked
package io.rollcall.internal.discovery.disk;

import org.jspecify.annotations.NullMarked;

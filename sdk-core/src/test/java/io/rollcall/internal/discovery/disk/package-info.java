/** The files themselves, whole, broken and contended. */
@NullMarked
package io.rollcall.internal.discovery.disk;

import org.jspecify.annotations.NullMarked;

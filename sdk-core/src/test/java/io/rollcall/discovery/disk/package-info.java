/** The files themselves, whole, broken and contended. */
@NullMarked
package io.rollcall.discovery.disk;

import org.jspecify.annotations.NullMarked;

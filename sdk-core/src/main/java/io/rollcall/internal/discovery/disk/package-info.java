/** Snapshots of services on disk, for a start without the registry. */
@NullMarked
package io.rollcall.internal.discovery.disk;

import org.jspecify.annotations.NullMarked;

/** Who is registered right now: services, leases, revisions and snapshots, without any HTTP. */
@NullMarked
package io.rollcall.mock.internal.store;

import org.jspecify.annotations.NullMarked;

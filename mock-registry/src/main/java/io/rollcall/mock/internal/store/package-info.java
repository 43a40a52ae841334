/** What is registered: services, leases, revisions and snapshots, independent of HTTP. */
@NullMarked
package io.rollcall.mock.internal.store;

import org.jspecify.annotations.NullMarked;

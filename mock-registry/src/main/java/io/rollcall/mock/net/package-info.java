/** A network between a client and the registry, with faults to order. */
@NullMarked
package io.rollcall.mock.net;

import org.jspecify.annotations.NullMarked;

/** A network between a client and the registry, with faults on demand. */
@NullMarked
package io.rollcall.mock.net;

import org.jspecify.annotations.NullMarked;

/** Rollcall's own registry protocol, over HTTP and server-sent events. */
@NullMarked
package io.rollcall.internal.registry.http;

import org.jspecify.annotations.NullMarked;

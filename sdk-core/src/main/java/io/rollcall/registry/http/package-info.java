/** Rollcall's own registry protocol, over HTTP and server-sent events. */
@NullMarked
package io.rollcall.registry.http;

import org.jspecify.annotations.NullMarked;

/** Balanced calls over HTTP, as their callers see them. */
@NullMarked
package io.rollcall.http;

import org.jspecify.annotations.NullMarked;

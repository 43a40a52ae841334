/** The HTTP contract: routes, JSON, problems, probes, metrics and the page, over the store and the push hub. */
@NullMarked
package io.rollcall.mock.internal.http;

import org.jspecify.annotations.NullMarked;

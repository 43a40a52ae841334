/** What the SDK does, as Micrometer meters. For applications that have Micrometer. */
@NullMarked
package io.rollcall.metrics;

import org.jspecify.annotations.NullMarked;

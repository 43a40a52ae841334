/** Helpers for backends: bounded reading of responses, dropping of illegal entries, and uniform failure messages. */
@NullMarked
package io.rollcall.registry.support;

import org.jspecify.annotations.NullMarked;

/** What backends that read bodies from a registry need alike: reading within bounds, and saying what went wrong. */
@NullMarked
package io.rollcall.registry.support;

import org.jspecify.annotations.NullMarked;

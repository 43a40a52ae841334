/** What Rollcall needs of a registry. A new kind of registry implements two interfaces of this package. */
@NullMarked
package io.rollcall.registry;

import org.jspecify.annotations.NullMarked;

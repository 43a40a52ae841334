/** Reports the load of a servlet application to its callers. */
@NullMarked
package io.rollcall.spring.load;

import org.jspecify.annotations.NullMarked;

/** Spring Cloud's discovery clients over Rollcall's snapshots. */
@NullMarked
package io.rollcall.spring.cloud;

import org.jspecify.annotations.NullMarked;

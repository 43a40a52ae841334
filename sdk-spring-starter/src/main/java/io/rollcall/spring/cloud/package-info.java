/** Spring Cloud's view of the registry: its discovery clients over Rollcall's snapshots. */
@NullMarked
package io.rollcall.spring.cloud;

import org.jspecify.annotations.NullMarked;

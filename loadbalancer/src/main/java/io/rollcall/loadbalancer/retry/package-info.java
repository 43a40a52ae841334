/** Whether a further attempt may be made, and when. Counts only: it knows no protocol and makes no call. */
@NullMarked
package io.rollcall.loadbalancer.retry;

import org.jspecify.annotations.NullMarked;

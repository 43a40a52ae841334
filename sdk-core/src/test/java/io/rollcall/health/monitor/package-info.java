@NullMarked
package io.rollcall.health.monitor;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.rollcall.internal.probe;

import org.jspecify.annotations.NullMarked;

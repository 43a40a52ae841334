@NullMarked
package io.rollcall.probe;

import org.jspecify.annotations.NullMarked;

/** The demo, played with few requests. */
@NullMarked
package io.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;

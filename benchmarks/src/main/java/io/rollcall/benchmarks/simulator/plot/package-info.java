/** Charts as SVG, readable on light and on dark pages. */
@NullMarked
package io.rollcall.benchmarks.simulator.plot;

import org.jspecify.annotations.NullMarked;

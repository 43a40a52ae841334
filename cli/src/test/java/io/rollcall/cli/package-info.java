/** Each command against a real registry in this process. */
@NullMarked
package io.rollcall.cli;

import org.jspecify.annotations.NullMarked;

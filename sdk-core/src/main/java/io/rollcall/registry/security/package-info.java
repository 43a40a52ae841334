/** What a process shows to a registry, and whom it trusts: tokens, passwords, certificates. */
@NullMarked
package io.rollcall.registry.security;

import org.jspecify.annotations.NullMarked;

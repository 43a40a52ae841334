/** How a process authenticates to a registry, and which registries it trusts: tokens, passwords, certificates. */
@NullMarked
package io.rollcall.registry.security;

import org.jspecify.annotations.NullMarked;

/**
 * The SPI for registries. A new kind of registry implements {@link io.rollcall.registry.RegistryBackend} and
 * {@link io.rollcall.registry.RegistryBackendProvider}.
 */
@NullMarked
package io.rollcall.registry;

import org.jspecify.annotations.NullMarked;

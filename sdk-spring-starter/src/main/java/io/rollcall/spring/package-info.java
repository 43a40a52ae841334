/**
 * Auto-configuration of Rollcall for Spring Boot: configured with {@code rollcall.*}, registered while the web server
 * serves.
 */
@NullMarked
package io.rollcall.spring;

import org.jspecify.annotations.NullMarked;

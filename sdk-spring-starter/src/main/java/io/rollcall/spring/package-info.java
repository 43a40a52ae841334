/** Rollcall in a Spring Boot application: configured by {@code rollcall.*}, registered while its web server serves. */
@NullMarked
package io.rollcall.spring;

import org.jspecify.annotations.NullMarked;

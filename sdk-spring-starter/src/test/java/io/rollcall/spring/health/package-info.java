/** The health indicator of the registration. */
package io.rollcall.spring.health;

/** What Actuator says of the registration. */
package io.rollcall.spring.health;

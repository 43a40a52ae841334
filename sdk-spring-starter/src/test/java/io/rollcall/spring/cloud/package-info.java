/** Spring Cloud's discovery clients over a real registry. */
package io.rollcall.spring.cloud;
